import type { CommunicationEngineEvents } from '@lead-nurturing/contracts/webhooks/domain-event';

/** Every domain event that the Communication Engine publishes: a missing or misspelt type does not compile. */
export const events: Record<keyof typeof CommunicationEngineEvents, { name: string; description: string }> = {
  'message.clicked': { name: 'Message Clicked', description: 'A person followed a link' },
  'message.failed': { name: 'Message Failed', description: 'A message was refused or given up on' },
  'message.opened': { name: 'Message Opened', description: 'A person opened a message' },
  'message.skipped': { name: 'Message Skipped', description: 'We decided not to send a message' },
  'message.submitted': { name: 'Message Submitted', description: 'The provider took a message' },
  'message.unsubscribed': { name: 'Message Unsubscribed', description: 'A person does not want to hear from us' },
};
