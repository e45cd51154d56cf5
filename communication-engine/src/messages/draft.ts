import type { SendMessage } from '@lead-nurturing/contracts/messages/message';
import { addressHash } from '../suppression/address-hash';
import type { RenderedEmail } from '../templates/render-email';
import type { MessageDocument } from './message.model';

interface Draft {
  id: string;
  company: string;
  send: SendMessage;
  address: string;
  template_version: number;
  rendered: RenderedEmail;
  now: Date;
}

/** Nobody has tried to send it, and nobody has read it. */
const untouched = {
  attempts: 0,
  claim: null,
  submitting_since: null,
  provider: null,
  provider_id: null,
  opened_at: null,
  clicked_at: null,
  clicked_links: [],
  unsubscribed_at: null,
  last_engaged_at: null,
};

/** The message as it is accepted: queued, or failed where its template could not be rendered. */
export function draft({ id, company, send, address, template_version, rendered, now }: Draft): MessageDocument {
  const failed = rendered.status === 'failed';
  const status = failed ? 'failed' : 'queued';
  const reason = failed ? rendered.reason : null;
  return {
    _id: id,
    company_id: company,
    idempotency_key: send.idempotency_key,
    lead_id: send.lead_id,
    person_id: send.person_id ?? null,
    product_id: send.product_id,
    channel: send.channel,
    template_id: send.template_id,
    template_version,
    recipient: { email: address, name: send.recipient.name ?? null },
    address_hash: addressHash(company, address),
    content: failed ? null : rendered.content,
    sequence: send.sequence ?? null,
    status,
    reason,
    history: [{ status, at: now, reason }],
    ...untouched,
    next_attempt_at: now,
    created_at: now,
    updated_at: now,
  };
}
