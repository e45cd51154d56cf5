import type { EvaluateStage } from '@lead-nurturing/contracts/leads/stage-move';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { OperationDescription } from '../../../../shared/operation';
import { leadIdField } from '../../fields';
import { inBulk } from '../../transport';

export const description: OperationDescription = {
  name: 'Evaluate',
  value: 'evaluate',
  action: 'Evaluate stages',
  description: 'Move leads to the stage that their score and events qualify them for, through each stage in between',
  fields: [leadIdField],
};

const bodyOf = (context: IExecuteFunctions, itemIndex: number): EvaluateStage => ({
  lead_id: context.getNodeParameter('lead_id', itemIndex) as string,
});

export const execute = inBulk('/leads/stage/evaluate/bulk', bodyOf);
