import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { Change } from './change';
import type { MessageDocument } from './message.model';

export const aboutMessage = ({ _id, lead_id, product_id, channel, template_id, sequence }: MessageDocument) => ({
  lead_id,
  product_id,
  message_id: _id,
  channel,
  template_id,
  sequence,
});

/** What a change of status tells the world; queueing again and not knowing tell nothing. */
export function domainEventsOf(message: MessageDocument, change: Change, occurred_at: Date): NewDomainEvent[] {
  const about = { occurred_at, subject: message.lead_id };
  const data = aboutMessage(message);
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
