import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { MessageDocument } from './message.model';

/** The next status of a message that was being submitted, with the fields it sets. */
export type Change =
  | { status: 'submitted'; provider: string; provider_id: string }
  | { status: 'skipped'; reason: string }
  /** `given_up`: retries were used up, which makes a dead letter; a refusal by the provider makes none. */
  | { status: 'failed'; reason: string; given_up: boolean }
  | { status: 'unknown'; reason: string }
  | { status: 'queued'; reason: string; attempts: number; next_attempt_at: Date };

/** What a person did with a message. */
export type Engaged = { kind: 'opened' } | { kind: 'clicked'; link: number } | { kind: 'unsubscribed' };

/** What became of a submission. */
export interface Outcome {
  message: MessageDocument;
  to: Change;
}

/** Whether a person has to decide about the message. */
export const needsDeadLetter = (change: Change): change is Extract<Change, { reason: string }> =>
  change.status === 'unknown' || (change.status === 'failed' && change.given_up);

/** The dead letter of a message. Content and address are not copied into it; they stay with the message. */
export const deadLetterOf = (message: MessageDocument, reason: string) => ({
  reason,
  payload: {
    lead_id: message.lead_id,
    product_id: message.product_id,
    channel: message.channel,
    template_id: message.template_id,
    template_version: message.template_version,
    sequence: message.sequence,
    attempts: message.attempts,
  },
});

/** The data that every domain event about a message has. */
export const messageEventData = ({ _id, lead_id, product_id, channel, template_id, sequence }: MessageDocument) => ({
  lead_id,
  product_id,
  message_id: _id,
  channel,
  template_id,
  sequence,
});

/** The domain events of a change; `queued` and `unknown` have none. */
export function domainEventsOf(message: MessageDocument, change: Change, occurred_at: Date): NewDomainEvent[] {
  const about = { occurred_at, subject: message.lead_id };
  const data = messageEventData(message);
  switch (change.status) {
    case 'submitted': {
      const { provider, provider_id } = change;
      return [{ ...about, type: 'message.submitted', data: { ...data, provider, provider_id } }];
    }
    case 'skipped':
      return [{ ...about, type: 'message.skipped', data: { ...data, reason: change.reason } }];
    case 'failed':
      return [{ ...about, type: 'message.failed', data: { ...data, reason: change.reason } }];
    case 'queued':
    case 'unknown':
      return [];
  }
}
