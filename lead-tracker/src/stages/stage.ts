import { STAGES, type Stage } from '@lead-nurturing/contracts/stage';
import type { ScoringRules } from '../scores/score';

interface Evidence {
  engagement_score: number;
  engaged_at: Date | null;
  converted_at: Date | null;
}

const rank = (stage: Stage): number => STAGES.indexOf(stage);

/** The stage what is known of a lead speaks for. */
export function stageMerited({ engagement_score, engaged_at, converted_at }: Evidence, rules: ScoringRules): Stage {
  if (converted_at) return 'Customer';
  if (engagement_score >= rules.qualification_threshold) return 'Qualified_Lead';
  if (engaged_at || engagement_score >= rules.engaged_threshold) return 'Engaged_Lead';
  return 'User';
}

/** Forward, and exactly one step. */
export const mayFollow = (from: Stage, to: Stage): boolean => rank(to) === rank(from) + 1;

export const isBefore = (stage: Stage, other: Stage): boolean => rank(stage) < rank(other);

/** The steps from one stage to a later one, each in turn; none when there is no way forward. */
export const stepsTo = (from: Stage, to: Stage): Stage[] => STAGES.slice(rank(from) + 1, rank(to) + 1);
