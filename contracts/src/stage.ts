import { z } from 'zod';

/** In order; a lead moves one step forward at a time (document 001). */
export const STAGES = ['User', 'Engaged_Lead', 'Qualified_Lead', 'Customer'] as const;

export const Stage = z.enum(STAGES).meta({ id: 'Stage' });
export type Stage = z.infer<typeof Stage>;
