import { z } from 'zod';
import { Id, IdempotencyKey, PageQuery, Timestamp } from './common';

export const DeadLetterKind = z.enum(['delivery', 'workflow', 'message', 'step']).meta({
  id: 'DeadLetterKind',
  description:
    '`delivery`: a fact its subscriber failed on; `workflow`: a failed n8n execution; `message`: a message given up on; `step`: a step of a sequence that failed before there was a message.',
});
export type DeadLetterKind = z.infer<typeof DeadLetterKind>;

export const CreateDeadLetter = z
  .strictObject({
    idempotency_key: IdempotencyKey,
    origin: z.string().min(1).max(200).meta({ description: "Who gave up, e.g. the workflow's name." }),
    reason: z.string().min(1).max(2_000).meta({ description: 'Why, for the person who reads it.' }),
    payload: z
      .record(z.string(), z.unknown())
      .meta({ description: 'What that person needs to decide about it; kept as it is.' }),
  })
  .meta({
    id: 'CreateDeadLetter',
    description: 'What the error workflow reports of a failed execution.',
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
  kind: DeadLetterKind.optional().meta({ description: 'Only those of this kind; left out for all.' }),
});
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>;
