import type { MoveStage } from '@lead-nurturing/contracts/leads/stage-move';
import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import type { IExecuteFunctions } from 'n8n-workflow';
import { given, type Given } from '../../../../shared/json';
import type { OperationDescription } from '../../../../shared/operation';
import { pathId } from '../../../../shared/parameters';
import { leadIdField, optionalIdempotencyKeyField, stageField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Move',
  value: 'move',
  action: 'Move a lead to a stage',
  description: 'Move a lead to the next stage, or back to an earlier stage with a reason',
  fields: [
    leadIdField,
    stageField,
    {
      displayName: 'Actor',
      name: 'actor',
      type: 'string',
      required: true,
      default: 'n8n',
      description: 'The name that the audit trail records for this move',
    },
    optionalIdempotencyKeyField,
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: [
        {
          displayName: 'Rollback Reason',
          name: 'rollback_reason',
          type: 'string',
          default: '',
          description: 'Required to move a lead back to an earlier stage',
        },
      ],
    },
  ],
};

type AdditionalFields = Pick<MoveStage, 'rollback_reason'>;

const bodyOf = (context: IExecuteFunctions, itemIndex: number): Given<MoveStage> => ({
  stage: context.getNodeParameter('stage', itemIndex) as Stage,
  actor: context.getNodeParameter('actor', itemIndex) as string,
  ...given({
    idempotency_key: context.getNodeParameter('idempotency_key', itemIndex, '') as string,
    ...(context.getNodeParameter('additionalFields', itemIndex, {}) as AdditionalFields),
  }),
});

export const execute = perItem((context, itemIndex) => ({
  method: 'POST',
  path: `/leads/${pathId(context, itemIndex, 'lead_id')}/stage`,
  body: bodyOf(context, itemIndex),
}));
