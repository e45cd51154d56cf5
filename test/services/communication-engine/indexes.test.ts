import { createEngagementStore } from '@lead-nurturing/communication-engine/messages/engagement.store';
import { createMessageStore } from '@lead-nurturing/communication-engine/messages/message.store';
import { createQueueStore } from '@lead-nurturing/communication-engine/messages/queue.store';
import { createSuppressionStore } from '@lead-nurturing/communication-engine/suppression/suppression.store';
import { aMessage, aTemplate, communicationEngineWorld } from '../../support/worlds/communication-engine-world';

interface Profile {
  command: Record<string, unknown>;
  planSummary?: string;
  docsExamined?: number;
}

test('When frequent queries run on many messages, then each is answered by an index', async () => {
  const { api, connection, clock } = await communicationEngineWorld();
  await api.post('/templates', aTemplate());
  for (let batch = 0; batch < 3; batch += 1)
    await api.post('/messages/send/bulk', { items: Array.from({ length: 100 }, () => aMessage()) });
  await connection.collection('messages').updateMany({}, { $set: { status: 'submitted' } });
  await api.post('/messages/send/bulk', { items: Array.from({ length: 20 }, () => aMessage({ lead_id: 'one-lead' })) });
  const queue = createQueueStore(connection);
  const now = clock.now();

  await connection.db!.command({ profile: 2 });
  const leased = await queue.claim('email', {
    claim: 'claim',
    now,
    until: new Date(now.getTime() + 15_000),
    limit: 10,
  });
  const begun = await queue.begin([leased[0]!], now);
  await queue.release(leased[1]!);
  await queue.stale('email', new Date(now.getTime() + 1), 100);
  const session = await connection.startSession();
  await createMessageStore(connection).ofKeys(session, 'acme', ['message-1', 'message-2', 'never used']);
  await session.endSession();
  await createEngagementStore(connection).countsOf('acme', 'one-lead');
  await createSuppressionStore(connection).among(leased.map(({ message }) => message));
  await api.get(`/messages/${[...begun.keys()][0]!}/status`);
  await api.get('/templates/welcome');
  await connection.db!.command({ profile: 0 });

  const profiles = (await connection
    .collection('system.profile')
    .find({ ns: { $regex: /\.(messages|templates|suppressions)$/ } })
    .toArray()) as unknown as Profile[];
  const plans = profiles.map(({ planSummary }) => planSummary);
  expect(plans).toHaveLength(11);
  for (const { planSummary, docsExamined } of profiles) {
    expect(planSummary).toMatch(/^(IXSCAN|IDHACK|COUNT_SCAN|EXPRESS)/);
    expect(docsExamined).toBeLessThanOrEqual(20);
  }
  expect(plans).toContain('IXSCAN { channel: 1, status: 1, next_attempt_at: 1 }');
  expect(plans).toContain('IXSCAN { channel: 1, status: 1, submitting_since: 1 }');
  expect(plans).toContain('IXSCAN { company_id: 1, lead_id: 1 }');
  expect(plans).toContain('IXSCAN { company_id: 1, idempotency_key: 1 }');
});
