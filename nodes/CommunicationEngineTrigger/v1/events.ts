import type { CommunicationEngineEvents } from '@lead-nurturing/contracts/webhooks/domain-event';

/** Every domain event that the Communication Engine publishes: a missing or misspelt type does not compile. */
export const events: Record<keyof typeof CommunicationEngineEvents, { name: string; description: string }> = {
  'message.clicked': { name: 'Message Clicked', description: 'A person followed a link in a message' },
  'message.failed': { name: 'Message Failed', description: 'A message was refused, or its attempts were exhausted' },
  'message.opened': { name: 'Message Opened', description: 'A person opened a message' },
  'message.skipped': { name: 'Message Skipped', description: 'A message was deliberately not sent' },
  'message.submitted': { name: 'Message Submitted', description: 'The provider accepted a message' },
  'message.unsubscribed': { name: 'Message Unsubscribed', description: 'A person unsubscribed' },
};
