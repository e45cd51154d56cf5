import { z } from 'zod';
import { EventType } from '../leads/event';
import { MessageEventData } from '../messages/events';

/** `event_type` is the lead event that this engagement is recorded as, so that a score can follow from it. */
const EngagementEventData = MessageEventData.extend({ event_type: EventType, url: z.string().nullable() });

/** Domain events about engagement with messages: type → schema of `data`. */
export const EngagementDomainEvents = {
  'message.opened': EngagementEventData,
  'message.clicked': EngagementEventData,
  'message.unsubscribed': EngagementEventData,
};
