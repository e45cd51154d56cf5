import { z } from 'zod';

/** Document 001. */
export const STAGES = ['User', 'Engaged_Lead', 'Qualified_Lead', 'Customer'] as const;

export const Stage = z.enum(STAGES).meta({
  id: 'Stage',
  description: 'Where a lead stands, in this order; it moves one stage forward at a time.',
});
export type Stage = z.infer<typeof Stage>;
