import type { EventChannel } from '@lead-nurturing/contracts/common/channel';
import type { EventMetadata, EventType } from '@lead-nurturing/contracts/leads/event';
import type { LeadDocument } from '../leads/lead.model';
import { pointsFor, type ScoringRules } from '../scores/score';

export interface NewEvent {
  event_type: EventType;
  channel: EventChannel;
  timestamp: Date;
  metadata: EventMetadata;
  idempotency_key: string;
}

export interface Rules {
  scoring_rules: ScoringRules;
  conversion_goals: readonly string[];
}

/** What a person does with a message, as opposed to what happens to it. */
const ENGAGEMENTS: readonly EventType[] = ['email_open', 'email_click', 'whatsapp_reply', 'chatbot_interaction'];

function isConversion({ event_type, metadata }: NewEvent, goals: readonly string[]): boolean {
  if (goals.includes(event_type)) return true;
  return (event_type === 'conversion' || event_type === 'custom') && goals.includes(metadata.name ?? '');
}

const earlier = (a: Date | null, b: Date): Date => (a && a < b ? a : b);
const later = (a: Date | null, b: Date): Date => (a && a > b ? a : b);

type Evidence = Pick<LeadDocument, 'score_at_rollback' | 'engaged_at' | 'converted_at'>;

/** The lead's evidence after an event; one from before its rollback belongs to what was taken back. */
function evidenceAfter(lead: LeadDocument, event: NewEvent, points: number, rules: Rules): Partial<Evidence> {
  const { event_type: type, timestamp } = event;
  if (lead.rolled_back_at && timestamp <= lead.rolled_back_at)
    return { score_at_rollback: (lead.score_at_rollback ?? 0) + points };
  return {
    ...(ENGAGEMENTS.includes(type) && { engaged_at: earlier(lead.engaged_at, timestamp) }),
    ...(isConversion(event, rules.conversion_goals) && { converted_at: earlier(lead.converted_at, timestamp) }),
  };
}

/** The lead after an event, whenever it comes in: firsts and lasts go by the event's own time. */
export function applyEvent(lead: LeadDocument, event: NewEvent, rules: Rules): { lead: LeadDocument; points: number } {
  const { event_type: type, timestamp } = event;
  const points = pointsFor(type, rules.scoring_rules);
  return {
    points,
    lead: {
      ...lead,
      engagement_score: lead.engagement_score + points,
      ...(type === 'login' && { last_login_at: later(lead.last_login_at, timestamp) }),
      ...evidenceAfter(lead, event, points, rules),
    },
  };
}
