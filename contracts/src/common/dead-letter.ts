import { z } from 'zod';
import { Id, IdempotencyKey, PageQuery, Timestamp } from './common';

export const DeadLetterKind = z.enum(['delivery', 'workflow', 'message', 'step']).meta({
  id: 'DeadLetterKind',
  description:
    '`delivery`: a domain event that its subscriber failed on; `workflow`: a failed n8n execution; `message`: a message that failed for good; `step`: a step of a sequence that failed before there was a message.',
});
export type DeadLetterKind = z.infer<typeof DeadLetterKind>;

export const CreateDeadLetter = z
  .strictObject({
    idempotency_key: IdempotencyKey,
    origin: z.string().min(1).max(200).meta({ description: 'The name of the workflow.' }),
    reason: z
      .string()
      .min(1)
      .max(2_000)
      .meta({ description: 'The reason of the failure, for the person who reads it.' }),
    payload: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What that person needs to decide about the failure; stored unchanged.' }),
  })
  .meta({
    id: 'CreateDeadLetter',
    description: 'A failed execution, as the workflow Error Handling reports it.',
    examples: [
      {
        idempotency_key: 'execution:4711',
        origin: 'Product Nurturing',
        reason: 'Communication Engine: template analytics-alert not found',
        payload: { execution_id: '4711', last_node: 'Send the message' },
      },
    ],
  });
export type CreateDeadLetter = z.infer<typeof CreateDeadLetter>;

export const DeadLetter = z
  .object({
    id: Id,
    kind: DeadLetterKind,
    origin: z
      .string()
      .meta({ description: 'The subscriber, the workflow, or the `id` of the message or the enrollment.' }),
    reason: z.string(),
    payload: z.record(z.string(), z.unknown()),
    created_at: Timestamp,
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetter = z.infer<typeof DeadLetter>;

export const DeadLetterQuery = PageQuery.extend({
  kind: DeadLetterKind.optional().meta({ description: 'Only dead letters of this kind; without it, of all kinds.' }),
});
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>;
