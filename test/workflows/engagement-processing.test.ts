import { bulkRequest } from '@lead-nurturing/contracts/common/common';
import { RecordLeadEvent } from '@lead-nurturing/contracts/leads/event';
import { aDomainEvent } from '../support/engine/domain-events';
import { bulk, fakeService, LEAD_TRACKER, useNoNetwork } from '../support/engine/services';
import { deliver } from '../support/engine/webhook';
import { liveWorkflow } from '../support/engine/workflows';

useNoNetwork();

test('When people open, click and unsubscribe, then one call records all events', async () => {
  const calls = fakeService(LEAD_TRACKER, { 'POST /leads/events/bulk': bulk(() => ({ result: 'created' })) });
  const message = { message_id: 'message-1', channel: 'email', template_id: 'welcome', sequence: null } as const;
  const domainEvents = [
    aDomainEvent('message.opened', { ...message, event_type: 'email_open', url: null }, 'event-1'),
    aDomainEvent('message.clicked', { ...message, event_type: 'email_click', url: 'https://acme.example' }, 'event-2'),
    aDomainEvent('message.unsubscribed', { ...message, event_type: 'unsubscribed', url: null }, 'event-3'),
  ];

  const { status } = await deliver(liveWorkflow('engagement-processing'), 'Opened, Clicked or Left', domainEvents);

  expect(status).toBe(200);
  expect(calls).toHaveLength(1);
  const { items } = bulkRequest(RecordLeadEvent).parse(calls[0]?.body);
  expect(items.map(({ event_type, idempotency_key }) => [event_type, idempotency_key])).toEqual([
    ['email_open', 'event-1'],
    ['email_click', 'event-2'],
    ['unsubscribed', 'event-3'],
  ]);
  expect(items[1]).toEqual({
    lead_id: 'lead-1',
    event_type: 'email_click',
    channel: 'email',
    timestamp: '2026-01-31T09:00:00.000Z',
    metadata: { message_id: 'message-1', url: 'https://acme.example' },
    idempotency_key: 'event-2',
  });
});
