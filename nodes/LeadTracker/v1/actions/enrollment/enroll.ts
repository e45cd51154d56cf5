import type { EnrollLead } from '@lead-nurturing/contracts/sequences/enrollment';
import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { OperationDescription } from '../../../../shared/operation';
import { idempotencyKeyField, leadIdField, stageField } from '../../fields';
import { inBulk } from '../../transport';

export const description: OperationDescription = {
  name: 'Enroll',
  value: 'enroll',
  action: 'Enroll leads',
  description: "Enroll leads in their product's sequence for a stage",
  fields: [leadIdField, stageField, idempotencyKeyField],
};

const bodyOf = (context: IExecuteFunctions, itemIndex: number): EnrollLead => ({
  lead_id: context.getNodeParameter('lead_id', itemIndex) as string,
  stage: context.getNodeParameter('stage', itemIndex) as Stage,
  idempotency_key: context.getNodeParameter('idempotency_key', itemIndex) as string,
});

export const execute = inBulk('/enrollments/bulk', bodyOf);
