import type { CreateDeadLetter } from '@lead-nurturing/contracts/common/dead-letter';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { OperationDescription } from '../../../../shared/operation';
import { idempotencyKeyField } from '../../fields';
import { perItem } from '../../transport';

export const description: OperationDescription = {
  name: 'Create',
  value: 'create',
  action: 'Create a dead letter',
  description: 'Store what could not be processed, so that a person can inspect it and repeat the work',
  fields: [
    {
      displayName: 'Origin',
      name: 'origin',
      type: 'string',
      required: true,
      default: '={{ $workflow.name }}',
      description: 'The name of the workflow or system that could not process it',
    },
    { displayName: 'Reason', name: 'reason', type: 'string', required: true, default: '' },
    {
      displayName: 'Payload',
      name: 'payload',
      type: 'json',
      default: '={{ $json }}',
      description: 'JSON with the data needed to find the failure and to repeat the work',
    },
    idempotencyKeyField,
  ],
};

const bodyOf = (context: IExecuteFunctions, itemIndex: number): CreateDeadLetter => ({
  origin: context.getNodeParameter('origin', itemIndex) as string,
  reason: context.getNodeParameter('reason', itemIndex) as string,
  payload: context.getNodeParameter('payload', itemIndex, {}, { ensureType: 'object' }) as IDataObject,
  idempotency_key: context.getNodeParameter('idempotency_key', itemIndex) as string,
});

export const execute = perItem((context, itemIndex) => ({
  method: 'POST',
  path: '/dead-letters',
  body: bodyOf(context, itemIndex),
}));
