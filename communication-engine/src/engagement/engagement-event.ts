import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { messageEventData, type Engaged } from '../messages/change';
import type { MessageDocument } from '../messages/message.model';

/** The domain event of an engagement; its `event_type` is the lead event that a score can follow from. */
export function engagementEvent(message: MessageDocument, engaged: Engaged, occurred_at: Date): NewDomainEvent {
  const about = { occurred_at, subject: message.lead_id };
  const data = { ...messageEventData(message), url: null };
  switch (engaged.kind) {
    case 'opened':
      return { ...about, type: 'message.opened', data: { ...data, event_type: 'email_open' } };
    case 'unsubscribed':
      return { ...about, type: 'message.unsubscribed', data: { ...data, event_type: 'unsubscribed' } };
    case 'clicked': {
      const url = message.content?.links[engaged.link] ?? null;
      return { ...about, type: 'message.clicked', data: { ...data, event_type: 'email_click', url } };
    }
  }
}
