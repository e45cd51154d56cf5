import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import type { UnitOfWork } from '../unit-of-work/unit-of-work';
import type { LeadDocument } from '../leads/lead.model';
import { freshEvidence } from './stage';

/** Who moves a lead, and why. */
export interface Decision {
  actor: string;
  /** Whose decision it is, as the actor says; null where the lead's evidence decides. */
  onBehalfOf: string | null;
  /** Why it goes back; null on the way forward. */
  reason: string | null;
}

interface Moving extends Decision {
  now: Date;
  newId: () => string;
  /** The moved lead, an audit entry and a fact for every stage are added here. */
  unitOfWork: UnitOfWork;
}

/** The lead after passing through the stages, each step with its own trace. */
export function moveThrough(lead: LeadDocument, stages: readonly Stage[], moving: Moving): LeadDocument {
  const { actor, onBehalfOf, reason, now, newId, unitOfWork } = moving;
  let moved = lead;
  for (const to of stages) {
    const { _id: lead_id, company_id, product_id, stage: from, engagement_score } = moved;
    moved = { ...moved, stage: to, version: moved.version + 1, updated_at: now };
    if (reason !== null) moved = { ...moved, ...freshEvidence(engagement_score, now) };
    unitOfWork.audit.push({
      _id: newId(),
      company_id,
      lead_id,
      action: reason === null ? 'stage.moved' : 'stage.rolled_back',
      actor,
      at: now,
      details: { from, to, reason, on_behalf_of: onBehalfOf },
    });
    unitOfWork.domainEvents.push({
      type: 'lead.stage_changed',
      occurred_at: now,
      subject: lead_id,
      lead_seq: moved.version,
      data: { lead_id, product_id, from, to, engagement_score, actor: onBehalfOf ?? actor, rollback_reason: reason },
    });
  }
  if (stages.length > 0) unitOfWork.leads.push(moved);
  return moved;
}
