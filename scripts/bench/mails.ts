import { randomUUID } from 'node:crypto';

const PARAGRAPH = 'Your team looked at three dashboards last week; most teams like yours share a fourth. '.repeat(8);

/** An HTML mail of about 2 kB with a tracked link. */
export const template = {
  template_id: 'bench',
  channel: 'email',
  name: 'Bench',
  subject: 'Hello {{ lead.name }}',
  html: `<p>Hello {{ lead.name }},</p><p>${PARAGRAPH}</p><p><a href="https://example.com/start">Start</a></p>`,
};

/** Requests that each send one message to a different person. */
export function requests(count: number) {
  const run = randomUUID();
  return Array.from({ length: count }, (_, n) => ({
    idempotency_key: `${run}-${String(n)}`,
    lead_id: `lead-${String(n)}`,
    product_id: 'analytics-suite',
    channel: 'email',
    template_id: template.template_id,
    recipient: { email: `${run}-${String(n)}@people.example`, name: 'Ada Lovelace' },
    variables: { lead: { name: 'Ada Lovelace' } },
  }));
}
