import { ScoringRules as RulesInput } from '@lead-nurturing/contracts/products/scoring-rules';
import type { Rules } from '../events/apply-event';
import type { ScoringRules } from '../scores/score';

/** Every threshold said: a lead is engaged at a third of what qualifies it, unless told otherwise. */
export const completeRules = (rules: RulesInput): ScoringRules => ({
  ...rules,
  engaged_threshold: rules.engaged_threshold ?? rules.qualification_threshold / 3,
});

/** For a product nobody has configured: its leads count, and are flagged for review. */
export const DEFAULT_RULES: Rules = { scoring_rules: completeRules(RulesInput.parse({})), conversion_goals: [] };
