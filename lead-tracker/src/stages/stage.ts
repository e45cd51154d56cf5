import { STAGES, type Stage } from '@lead-nurturing/contracts/leads/stage';
import type { ScoringRules } from '../scores/score';

interface Evidence {
  engagement_score: number;
  score_at_rollback: number | null;
  engaged_at: Date | null;
  converted_at: Date | null;
}

const rank = (stage: Stage): number => STAGES.indexOf(stage);

/** The stage that a lead's evidence speaks for: what is known of it since it was last rolled back. */
export function stageMerited(evidence: Evidence, rules: ScoringRules): Stage {
  const { engagement_score, score_at_rollback, engaged_at, converted_at } = evidence;
  const score = engagement_score - (score_at_rollback ?? 0);
  if (converted_at) return 'Customer';
  if (score >= rules.qualification_threshold) return 'Qualified_Lead';
  if (engaged_at || score >= rules.engaged_threshold) return 'Engaged_Lead';
  return 'User';
}

/** The evidence of a lead that is rolled back: none yet, so that nothing undoes what a person has decided. */
export const freshEvidence = (engagement_score: number, at: Date) => ({
  rolled_back_at: at,
  score_at_rollback: engagement_score,
  engaged_at: null,
  converted_at: null,
});

/** Forward, and exactly one step. */
export const mayFollow = (from: Stage, to: Stage): boolean => rank(to) === rank(from) + 1;

export const isBefore = (stage: Stage, other: Stage): boolean => rank(stage) < rank(other);

/** The steps from one stage to a later one, each in turn; none when there is no way forward. */
export const stepsTo = (from: Stage, to: Stage): Stage[] => STAGES.slice(rank(from) + 1, rank(to) + 1);
