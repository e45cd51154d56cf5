import { z } from 'zod';

/** The stages of document 001, in their order. */
export const STAGES = ['User', 'Engaged_Lead', 'Qualified_Lead', 'Customer'] as const;

export const Stage = z.enum(STAGES).meta({
  id: 'Stage',
  description: 'The stages in their order. A lead moves forward one stage at a time.',
});
export type Stage = z.infer<typeof Stage>;
