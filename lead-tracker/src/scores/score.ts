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

/** Scores are counted in whole hundredths of a point, so that sums are exact: ten times 0.1 is 1. */
export const toHundredths = (points: number): number => Math.round(points * 100);

/** As the API shows points: a number with at most two decimals. */
export const toPoints = (hundredths: number): number => hundredths / 100;

/** Hundredths times a factor of at most two decimals, rounded once, half away from zero. */
export const multiplied = (hundredths: number, factor: number): number => {
  const exact = (hundredths * toHundredths(factor)) / 100;
  return Math.sign(exact) * Math.round(Math.abs(exact));
};

/** The hundredths of a point that an event adds to the score of its lead. */
export function hundredthsFor(type: EventType, rules: ScoringRules): number {
  if (type === 'login') return toHundredths(rules.login_points);
  const multiplier = type === 'email_open' || type === 'email_click' ? rules.email_engagement_multiplier : 1;
  return multiplied(toHundredths(BASE[type]), multiplier);
}
