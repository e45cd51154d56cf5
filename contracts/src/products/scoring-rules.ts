import { z } from 'zod';

/** Points are counted in hundredths. */
const TWO_DECIMALS = 0.01;
const points = z.number().multipleOf(TWO_DECIMALS, 'at most two decimals');

export const ScoringRules = z
  .strictObject({
    login_points: points.min(0).max(1_000).default(5).meta({ description: 'Points of a login.' }),
    email_engagement_multiplier: points
      .min(0)
      .max(100)
      .default(1)
      .meta({ description: 'Multiplies the 2 points of an opened e-mail and the 5 points of a clicked link.' }),
    qualification_threshold: points
      .positive()
      .max(100_000)
      .default(60)
      .meta({ description: 'The score that makes a lead a Qualified_Lead.' }),
    engaged_threshold: points.positive().max(100_000).optional().meta({
      description: 'The score that makes a lead an Engaged_Lead. Default: a third of `qualification_threshold`.',
    }),
  })
  .refine((rules) => (rules.engaged_threshold ?? 0) <= rules.qualification_threshold, {
    message: 'must not exceed qualification_threshold',
    path: ['engaged_threshold'],
  })
  .meta({
    id: 'ScoringRules',
    description: 'The points of events, and the scores that merit stages. Points have at most two decimals.',
  });
export type ScoringRules = z.infer<typeof ScoringRules>;
