import { z } from 'zod';

export const ScoringRules = z
  .strictObject({
    login_points: z.number().min(0).max(1_000).default(5).meta({ description: 'What a login is worth.' }),
    email_engagement_multiplier: z
      .number()
      .min(0)
      .max(100)
      .default(1)
      .meta({ description: 'Multiplies the 2 points of an opened e-mail and the 5 of a click.' }),
    qualification_threshold: z
      .number()
      .positive()
      .max(100_000)
      .default(60)
      .meta({ description: 'The score of a Qualified_Lead.' }),
    engaged_threshold: z
      .number()
      .positive()
      .max(100_000)
      .optional()
      .meta({ description: 'The score of an Engaged_Lead. Default: a third of the qualification threshold.' }),
  })
  .refine((rules) => (rules.engaged_threshold ?? 0) <= rules.qualification_threshold, {
    message: 'must not exceed qualification_threshold',
    path: ['engaged_threshold'],
  })
  .meta({ id: 'ScoringRules', description: 'How points add up, and which score makes which stage.' });
export type ScoringRules = z.infer<typeof ScoringRules>;
