import type { Product } from '@lead-nurturing/contracts/products/product';
import { ScoringRules as RulesInput } from '@lead-nurturing/contracts/products/scoring-rules';

/** A product's scoring rules with every default filled in. */
export type ScoringRules = Product['scoring_rules'];

/** What a product says about its leads. */
export interface Rules {
  scoring_rules: ScoringRules;
  conversion_goals: readonly string[];
}

/** A third of the points in hundredths, and at least one hundredth. */
const third = (points: number) => Math.max(1, Math.round((points * 100) / 3)) / 100;

/** The default of `engaged_threshold` is a third of `qualification_threshold`. */
export const completeRules = (rules: RulesInput): ScoringRules => ({
  ...rules,
  engaged_threshold: rules.engaged_threshold ?? third(rules.qualification_threshold),
});

/** The rules of a product that is not configured. Its leads are scored and flagged for review. */
export const DEFAULT_RULES: Rules = { scoring_rules: completeRules(RulesInput.parse({})), conversion_goals: [] };
