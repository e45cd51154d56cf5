import { z } from 'zod';
import { Id, Timestamp } from '../common/common';

export const ScoreEntry = z
  .object({ points: z.number(), reason: z.string(), event_id: Id.nullable(), at: Timestamp })
  .meta({ id: 'ScoreEntry', description: "One change of a score. The sum of a lead's entries is its score." });
export type ScoreEntry = z.infer<typeof ScoreEntry>;

export const Score = z
  .object({ lead_id: Id, engagement_score: z.number(), latest_entries: z.array(ScoreEntry).max(20) })
  .meta({ id: 'Score' });
export type Score = z.infer<typeof Score>;
