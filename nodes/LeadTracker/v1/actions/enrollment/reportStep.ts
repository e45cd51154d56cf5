import type { ReportStep } from '@lead-nurturing/contracts/sequences/enrollment';
import type { IExecuteFunctions } from 'n8n-workflow';
import { given, type Given } from '../../../../shared/json';
import type { OperationDescription } from '../../../../shared/operation';
import { inBulk } from '../../transport';

export const description: OperationDescription = {
  name: 'Report Step',
  value: 'reportStep',
  action: 'Report steps',
  description: 'Report the outcome of a due step; the delay of the next step starts now',
  fields: [
    {
      displayName: 'Enrollment ID',
      name: 'enrollment_id',
      type: 'string',
      required: true,
      default: '={{ $json.data.sequence.enrollment_id }}',
      description: 'The enrollment of the step, as the step.due event names it',
    },
    {
      displayName: 'Step Number',
      name: 'step_number',
      type: 'number',
      typeOptions: { minValue: 1 },
      required: true,
      default: 1,
      description: 'The step within the sequence, starting from 1',
    },
    {
      displayName: 'Outcome',
      name: 'outcome',
      type: 'options',
      required: true,
      options: [
        { name: 'Accepted', value: 'accepted', description: 'The Communication Engine accepted the message' },
        { name: 'Failed', value: 'failed', description: 'No message will be sent; the sequence continues' },
        { name: 'Skipped', value: 'skipped', description: 'Deliberately not sent; the sequence continues' },
      ],
      default: 'accepted',
    },
    {
      displayName: 'Additional Fields',
      name: 'additionalFields',
      type: 'collection',
      placeholder: 'Add Field',
      default: {},
      options: [
        {
          displayName: 'Message ID',
          name: 'message_id',
          type: 'string',
          default: '={{ $json.message.id }}',
          description: 'The message the Communication Engine accepted for this step',
        },
      ],
    },
  ],
};

const bodyOf = (context: IExecuteFunctions, itemIndex: number): Given<ReportStep> => ({
  enrollment_id: context.getNodeParameter('enrollment_id', itemIndex) as string,
  step_number: context.getNodeParameter('step_number', itemIndex) as number,
  outcome: context.getNodeParameter('outcome', itemIndex) as ReportStep['outcome'],
  ...given(context.getNodeParameter('additionalFields', itemIndex, {}) as Pick<ReportStep, 'message_id'>),
});

export const execute = inBulk('/enrollments/steps/bulk', bodyOf);
