import { z } from 'zod';
import { Id, IdempotencyKey, PageQuery, Timestamp } from './common';

/** `delivery`: a fact its subscriber failed on; `workflow`: a failed n8n execution; `message`: a message given up on. */
export const DeadLetterKind = z.enum(['delivery', 'workflow', 'message']).meta({ id: 'DeadLetterKind' });
export type DeadLetterKind = z.infer<typeof DeadLetterKind>;

/** What the error workflow reports of a failed execution. */
export const CreateDeadLetter = z
  .strictObject({
    idempotency_key: IdempotencyKey,
    /** Who gave up, e.g. the workflow's name. */
    origin: z.string().min(1).max(200),
    reason: z.string().min(1).max(2_000),
    payload: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'CreateDeadLetter' });
export type CreateDeadLetter = z.infer<typeof CreateDeadLetter>;

export const DeadLetter = z
  .object({
    id: Id,
    kind: DeadLetterKind,
    origin: z.string(),
    reason: z.string(),
    payload: z.record(z.string(), z.unknown()),
    created_at: Timestamp,
  })
  .meta({ id: 'DeadLetter' });
export type DeadLetter = z.infer<typeof DeadLetter>;

export const DeadLetterQuery = PageQuery.extend({ kind: DeadLetterKind.optional() });
export type DeadLetterQuery = z.infer<typeof DeadLetterQuery>;
