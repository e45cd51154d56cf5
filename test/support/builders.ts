import type { z } from 'zod/v4';
import type { CreateLead } from '@lead-nurturing/contracts/leads/lead';
import type { LoginRecord } from '@lead-nurturing/contracts/ingestion/ingestion';
import type { PutProduct } from '@lead-nurturing/contracts/products/product';
import type { RecordEvent } from '@lead-nurturing/contracts/leads/event';

let count = 0;
const next = () => (count += 1);

/** Builds a valid login; pass only the fields that the test is about. */
export function aLogin(overrides: Partial<z.input<typeof LoginRecord>> = {}): z.input<typeof LoginRecord> {
  const n = String(next());
  return {
    login_id: `login-${n}`,
    occurred_at: '2096-03-02T08:00:00.000Z',
    product_id: 'analytics',
    user: { crm_user_id: `crm-${n}`, name: 'Ada Lovelace', contact_info: { email: `user${n}@acme.example` } },
    ...overrides,
  };
}

/** Builds a batch of logins with a unique source, so that tests do not share a cursor. */
export const aBatch = (records: unknown[], source = `crm-${String(next())}`) => ({
  source,
  cursor: { from: null, to: 'c1' },
  records,
});

export function aLead(overrides: Partial<z.input<typeof CreateLead>> = {}): z.input<typeof CreateLead> {
  return { product_id: 'analytics', contact_info: { email: `lead${String(next())}@acme.example` }, ...overrides };
}

export function anEvent(overrides: Partial<z.input<typeof RecordEvent>> = {}): z.input<typeof RecordEvent> {
  return {
    event_type: 'email_open',
    channel: 'email',
    timestamp: '2096-03-02T08:30:00.000Z',
    idempotency_key: `event-${String(next())}`,
    ...overrides,
  };
}

export function aProduct(overrides: Partial<z.input<typeof PutProduct>> = {}): z.input<typeof PutProduct> {
  return {
    name: 'Analytics',
    scoring_rules: { login_points: 5, qualification_threshold: 30, engaged_threshold: 10 },
    conversion_goals: ['subscription_started'],
    nurturing_sequences: [
      {
        stage: 'Engaged_Lead',
        messages: [
          { delay_hours: 0, channel: 'email', template_id: 'welcome' },
          { delay_hours: 24, channel: 'email', template_id: 'tips' },
        ],
      },
    ],
    ...overrides,
  };
}
