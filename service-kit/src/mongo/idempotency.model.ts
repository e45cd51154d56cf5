import { z } from 'zod';
import { defineModel } from './model';

/** The first result of an operation under an idempotency key. */
export const FirstResult = z.object({
  /** Company, operation and key. */
  _id: z.string(),
  /** What the operation was about. */
  subject: z.string().optional(),
  result: z.unknown(),
  created_at: z.date(),
});

const KEPT_SECONDS = 30 * 24 * 3_600;

export const firstResultModel = defineModel('idempotency', FirstResult, [
  [{ created_at: 1 }, { expireAfterSeconds: KEPT_SECONDS }],
]);
