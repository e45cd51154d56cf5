import type { EventType } from '@lead-nurturing/contracts/leads/event';
import type { UnitOfWork } from '../unit-of-work/unit-of-work';
import type { LeadDocument } from '../leads/lead.model';
import { applyEvent, type NewEvent, type Rules } from './apply-event';

interface Recording {
  company: string;
  actor: string;
  now: Date;
  newId: () => string;
  /** What is recorded is added here. */
  unitOfWork: UnitOfWork;
}

interface Tally {
  score_change: number;
  event_types: Set<EventType>;
}

/** Writes down what happens to leads: event, ledger entry, audit entry; and at the end one `lead.scored` a lead. */
export function createRecorder({ company, actor, now, newId, unitOfWork }: Recording) {
  const tallies = new Map<string, Tally>();

  const audit = (leadId: string, action: UnitOfWork['audit'][number]['action'], details: Record<string, unknown>) => {
    unitOfWork.audit.push({ _id: newId(), company_id: company, lead_id: leadId, action, actor, at: now, details });
  };

  const tally = (leadId: string, type: EventType, points: number) => {
    const known = tallies.get(leadId) ?? { score_change: 0, event_types: new Set() };
    tallies.set(leadId, { score_change: known.score_change + points, event_types: known.event_types.add(type) });
  };

  return {
    created: (lead: LeadDocument) => {
      const { _id: lead_id, person_id, product_id, stage, source } = lead;
      audit(lead_id, 'lead.created', { product_id, source });
      unitOfWork.domainEvents.push({
        type: 'lead.created',
        occurred_at: now,
        subject: lead_id,
        lead_seq: lead.version,
        data: { lead_id, person_id, product_id, stage, source },
      });
    },
    updated: (lead: LeadDocument, fields: readonly string[]) => {
      audit(lead._id, 'lead.updated', { fields: fields.toSorted() });
    },
    /** The lead after the event. */
    record: (lead: LeadDocument, event: NewEvent, rules: Rules): LeadDocument => {
      const { lead: after, points } = applyEvent(lead, event, rules);
      const _id = newId();
      const shared = { company_id: company, lead_id: lead._id };
      unitOfWork.events.push({ _id, ...shared, ...event, score_impact: points, created_at: now });
      if (points !== 0)
        unitOfWork.ledger.push({ _id: newId(), ...shared, points, reason: event.event_type, event_id: _id, at: now });
      audit(lead._id, 'event.recorded', { event_id: _id, event_type: event.event_type, points });
      tally(lead._id, event.event_type, points);
      return after;
    },
    /** Tells of the scores as they are now that all is recorded. */
    publishScores: (leads: Iterable<LeadDocument>) => {
      for (const { _id: lead_id, product_id, stage, engagement_score, version } of leads) {
        const scored = tallies.get(lead_id);
        if (!scored) continue;
        const { score_change, event_types } = scored;
        unitOfWork.domainEvents.push({
          type: 'lead.scored',
          occurred_at: now,
          subject: lead_id,
          lead_seq: version,
          data: { lead_id, product_id, stage, engagement_score, score_change, event_types: [...event_types] },
        });
      }
    },
  };
}
