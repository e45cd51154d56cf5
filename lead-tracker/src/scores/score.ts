import type { EventType } from '@lead-nurturing/contracts/leads/event';
import type { ScoringRules } from '../products/rules';

/** Points of an event before the product's multiplier. Delivery reports and the like are worth nothing. */
const BASE: Record<Exclude<EventType, 'login'>, number> = {
  email_open: 2,
  email_click: 5,
  whatsapp_delivered: 0,
  whatsapp_read: 1,
  whatsapp_reply: 8,
  chatbot_interaction: 5,
  delivered: 0,
  bounced: 0,
  complained: 0,
  unsubscribed: 0,
  failed: 0,
  conversion: 20,
  form_submit: 8,
  page_view: 1,
  feature_used: 3,
  custom: 0,
};

/** The points that an event adds to the score of its lead. */
export function pointsFor(type: EventType, rules: ScoringRules): number {
  if (type === 'login') return rules.login_points;
  const multiplier = type === 'email_open' || type === 'email_click' ? rules.email_engagement_multiplier : 1;
  return BASE[type] * multiplier;
}
