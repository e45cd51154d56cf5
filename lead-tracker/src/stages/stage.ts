import { STAGES, type Stage } from '@lead-nurturing/contracts/leads/stage';
import { combine } from '@lead-nurturing/service-kit/unit-of-work';
import type { Change, LeadWork } from '../leads/lead';
import type { LeadDocument } from '../leads/lead.model';
import type { ScoringRules } from '../products/rules';
import { toHundredths, toPoints } from '../scores/score';

type Evidence = Pick<LeadDocument, 'score_hundredths' | 'score_hundredths_at_rollback' | 'engaged_at' | 'converted_at'>;

const rank = (stage: Stage): number => STAGES.indexOf(stage);

/** The stage that a lead's evidence merits: score, first engagement and first conversion since its last rollback. */
export function stageMerited(evidence: Evidence, rules: ScoringRules): Stage {
  const { score_hundredths, score_hundredths_at_rollback, engaged_at, converted_at } = evidence;
  const score = score_hundredths - (score_hundredths_at_rollback ?? 0);
  if (converted_at) return 'Customer';
  if (score >= toHundredths(rules.qualification_threshold)) return 'Qualified_Lead';
  if (engaged_at || score >= toHundredths(rules.engaged_threshold)) return 'Engaged_Lead';
  return 'User';
}

/** The evidence of a lead right after a rollback: none, so that earlier events do not undo a person's decision. */
export const freshEvidence = (score_hundredths: number, at: Date) => ({
  rolled_back_at: at,
  score_hundredths_at_rollback: score_hundredths,
  engaged_at: null,
  converted_at: null,
});

/** Forward, and exactly one step. */
export const mayFollow = (from: Stage, to: Stage): boolean => rank(to) === rank(from) + 1;

export const isBefore = (stage: Stage, other: Stage): boolean => rank(stage) < rank(other);

/** The stages after `from` up to `to`, in order; none when `to` is not a later stage. */
export const stepsTo = (from: Stage, to: Stage): Stage[] => STAGES.slice(rank(from) + 1, rank(to) + 1);

/** Who decides that a lead moves, and why. */
export interface Decision {
  /** The person who decides, as the request names them; null where the lead's evidence decides. */
  onBehalfOf: string | null;
  /** Why the lead goes back; null when it goes forward. */
  reason: string | null;
}

/** One move: the lead in its new stage (not in the work), the audit entry and the domain event. */
function moveOnce({ actor, now, newId }: Change, lead: LeadDocument, to: Stage, { onBehalfOf, reason }: Decision) {
  const { _id: lead_id, company_id, product_id, stage: from, score_hundredths } = lead;
  const evidence = reason === null ? {} : freshEvidence(score_hundredths, now);
  const moved: LeadDocument = { ...lead, stage: to, version: lead.version + 1, updated_at: now, ...evidence };
  const action = reason === null ? 'stage.moved' : 'stage.rolled_back';
  const details = { from, to, reason, on_behalf_of: onBehalfOf };
  const [by, engagement_score] = [onBehalfOf ?? actor, toPoints(score_hundredths)];
  const data = { lead_id, product_id, from, to, engagement_score, actor: by, rollback_reason: reason };
  const work: LeadWork = {
    changes: { audit: { inserted: [{ _id: newId(), company_id, lead_id, action, actor, at: now, details }] } },
    domainEvents: [{ type: 'lead.stage_changed', occurred_at: now, subject: lead_id, lead_seq: moved.version, data }],
  };
  return { lead: moved, work };
}

/** The lead after passing through the stages, and the work: each move is audited and published by itself. */
export function moveThrough(change: Change, lead: LeadDocument, stages: readonly Stage[], decision: Decision) {
  const moves: ReturnType<typeof moveOnce>[] = [];
  for (const to of stages) moves.push(moveOnce(change, moves.at(-1)?.lead ?? lead, to, decision));
  const after = moves.at(-1)?.lead;
  if (!after) return { lead, work: {} };
  const replaced: LeadWork = { changes: { leads: { replaced: [after] } } };
  return { lead: after, work: combine([...moves.map(({ work }) => work), replaced]) };
}
