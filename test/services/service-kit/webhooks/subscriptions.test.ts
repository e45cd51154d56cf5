import { SUBSCRIPTION_LIMIT } from '@lead-nurturing/contracts/webhooks/webhook';
import { LeadTrackerEvents } from '@lead-nurturing/contracts/webhooks/domain-event';
import { offsetAfter } from '@lead-nurturing/service-kit/outbox/stream-offset';
import { createSubscriptionStore } from '@lead-nurturing/service-kit/webhooks/subscription.store';
import { eventually } from '../../../support/eventually';
import { aDomainEvent, domainEventsOf, kitWorld, type KitWorld } from '../../../support/worlds/kit-world';
import { startReceiver } from '../../../support/doubles/receiver';

let world: KitWorld;
beforeAll(async () => {
  world = await kitWorld();
  await world.startInstance();
});
afterEach(() => world.unsubscribeAll());

const leadsOf = (domainEvents: readonly { data: Record<string, unknown> }[]) =>
  domainEvents.map(({ data }) => data.lead_id);

test('When a subscriber is detached and subscribes again, then it resumes without loss or repetition', async () => {
  const receiver = await startReceiver();
  const { body } = await world.subscribe(receiver);
  await world.publish(domainEventsOf('lead', 1, 3));
  await eventually(async () => {
    expect(receiver.taken()).toHaveLength(3);
    expect(await world.subscriptions()).toMatchObject([{ lag: 0 }]);
  });
  await world.api.delete(`/webhook-subscriptions/${body.id}`).expect(200);
  await world.publish(domainEventsOf('lead', 4, 3));
  const other = await startReceiver();
  await world.subscribe(other, { subscriber: 'other' });
  await world.publish(domainEventsOf('other', 1, 1)); // arrives in a tick after that of the events before
  await eventually(async () => expect(leadsOf(other.taken())).toContain('other'));
  expect(receiver.taken()).toHaveLength(3);
  expect((await world.subscriptions())[0]).toMatchObject({ status: 'detached', lag: 2 });

  const resumed = await world.subscribe(receiver);
  expect(resumed.body).toMatchObject({ id: body.id, status: 'active' });
  await world.publish(domainEventsOf('lead', 7, 3));
  const ofLead = () => receiver.taken().flatMap(({ data, lead_seq }) => (data.lead_id === 'lead' ? [lead_seq] : []));
  await eventually(async () => expect(ofLead()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]));
});

test('When a subscriber subscribes again from now, then it misses the events since it was detached', async () => {
  const receiver = await startReceiver();
  const { body } = await world.subscribe(receiver);
  await world.api.delete(`/webhook-subscriptions/${body.id}`).expect(200);
  const other = await startReceiver();
  await world.subscribe(other, { subscriber: 'other' });
  await world.publish(domainEventsOf('lead', 1, 3));
  await eventually(async () => expect(other.taken()).toHaveLength(3));

  await world.subscribe(receiver, { from: 'now' });
  await world.publish(domainEventsOf('lead', 4, 2));
  await eventually(async () => expect(receiver.taken()).toHaveLength(2));
  expect(receiver.taken().map(({ lead_seq }) => lead_seq)).toEqual([4, 5]);
});

test('When a subscription is new, then it receives the events that follow', async () => {
  const [first, second] = [await startReceiver(), await startReceiver()];
  await world.subscribe(first, { subscriber: 'first' });
  await world.publish([aDomainEvent({ subject: 'before' })]);
  await eventually(async () => expect(leadsOf(first.taken())).toEqual(['before']));
  await world.subscribe(second, { subscriber: 'second' });
  await world.publish([aDomainEvent({ subject: 'after' })]);
  await eventually(async () => expect(leadsOf(first.taken())).toEqual(['before', 'after']));
  await eventually(async () => expect(leadsOf(second.taken())).toEqual(['after']));
});

test('When all events of a subscription are delivered, then its lag is 0, whatever others have', async () => {
  const receiver = await startReceiver();
  await world.subscribe(receiver);
  for (let n = 0; n < 5; n += 1) await world.publish([aDomainEvent()], 'globex');
  await world.publish([aDomainEvent()]);
  await eventually(async () => {
    expect(receiver.taken()).toHaveLength(1);
    expect(await world.subscriptions()).toMatchObject([{ lag: 0, last_error: null }]);
  });
});

test('When thousands of documents have no events for a subscription, then its later events still arrive', async () => {
  const receiver = await startReceiver();
  await world.subscribe(receiver);
  const others = await startReceiver();
  await world.subscribe(others, { subscriber: 'others', events: ['lead.scored'] });
  await world.publish([aDomainEvent({ subject: 'first' })]);
  const bulk = Array.from({ length: 6_500 }, (_, n) => ({
    _id: `filler-${n}`,
    company_id: 'acme',
    domainEvents: [],
    position: 0,
    sequenced: false,
    created_at: new Date(),
  }));
  await world.connection.collection<{ _id: string }>('outbox').insertMany(bulk);
  await world.publish([aDomainEvent({ subject: 'last' })]);
  await eventually(async () => expect(leadsOf(receiver.taken())).toEqual(['first', 'last']));
  await eventually(async () => expect(await world.subscriptions()).toMatchObject([{ lag: 0 }, { lag: 0 }]));
});

test('When a partition is no longer as it was read, then saving its state or offset changes nothing', async () => {
  const { connection, clock, subscribe } = await kitWorld(); // without an instance, nothing else moves a partition
  const store = createSubscriptionStore(connection, clock);
  const { body } = await subscribe(await startReceiver());
  const id = String(body.id);
  const [from] = (await store.find(id))!.partitions;
  expect(await store.move(id, { partition: 3, from: from!, to: { ...from!, ...offsetAfter(7) } })).toBe(true);

  expect(await store.move(id, { partition: 3, from: from!, to: { ...from!, ...offsetAfter(5) } })).toBe(false);
  await store.advance([3, 4].map((partition) => ({ id, partition, from: from!, to: offsetAfter(5) })));
  const positions = (await store.find(id))!.partitions.map(({ position }) => position);
  expect(positions).toEqual([0, 0, 0, 7, 5, 0, 0, 0]);
});

test.each([['no.such'], ['*'], ['message.opened']])(
  'When a subscription asks for "%s", which the service does not publish, then 422 lists the types',
  async (type) => {
    const { status, body } = await world.subscribe(await startReceiver(), { events: ['lead.created', type] });
    expect([status, body.details.fields]).toMatchObject([422, [{ field: 'events.1' }]]);
    for (const overrides of Object.keys(LeadTrackerEvents))
      expect(body.details.fields[0].message).toContain(`"${overrides}"`);
    expect(await world.subscriptions()).toEqual([]);
  },
);

test.each(['http://user:pass@127.0.0.1:9/', 'https://user@host.example/hook', 'http://:pass@127.0.0.1/', 'no address'])(
  'When the url is %s, which is invalid or has credentials, then 422 names the field',
  async (url) => {
    const receiver = { ...(await startReceiver()), url };
    const { status, body } = await world.subscribe(receiver);
    expect([status, body.details.fields]).toMatchObject([422, [{ field: 'url' }]]);
  },
);

test.each(['x'.repeat(32), 'whsec_short', `whsec_${Buffer.alloc(65).toString('base64')}`])(
  'When the secret is %s, which is not of Standard Webhooks, then 422 names it',
  async (secret) => {
    const { status, body } = await world.subscribe({ ...(await startReceiver()), secret });
    expect([status, body.details.fields]).toMatchObject([422, [{ field: 'secret' }]]);
  },
);

test('When a secret changes, then both secrets sign for 24 hours and afterwards the new one alone', async () => {
  const secretOf = (letter: string) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`;
  const [old, current] = [await startReceiver(undefined, secretOf('a')), await startReceiver(undefined, secretOf('b'))];
  await world.subscribe(old);
  await world.subscribe({ ...old, secret: current.secret });
  await world.subscribe({ ...old, secret: current.secret }); // with the same secret nothing changes
  await world.publish([aDomainEvent()]);
  await eventually(async () => expect(old.deliveries).toHaveLength(1));
  expect(old.deliveries[0]).toMatchObject({ signed: true, signatures: [expect.any(String), expect.any(String)] });

  world.clock.pass(24 * 3_600_000);
  await world.subscribe({ ...current, secret: current.secret });
  await world.publish([aDomainEvent()]);
  await eventually(async () => expect(current.deliveries).toHaveLength(1));
  expect(current.deliveries[0]).toMatchObject({ signed: true, signatures: [expect.any(String)] });
});

test('When more are made at once than the limit, then exactly the limit is made; the others are 409', async () => {
  const { secret } = await startReceiver();
  const subscribe = (n: number) => ({
    subscriber: `s-${n}`,
    url: 'https://1.1.1.1/',
    events: ['lead.created'],
    secret,
  });
  const answers = await Promise.all(
    Array.from({ length: SUBSCRIPTION_LIMIT + 10 }, (_, n) => world.api.post('/webhook-subscriptions', subscribe(n))),
  );
  const refused = answers.filter(({ status }) => status === 409);
  expect(refused).toHaveLength(10);
  expect(refused[0]?.body).toMatchObject({ error_code: 'SUBSCRIPTION_LIMIT', details: { limit: SUBSCRIPTION_LIMIT } });
  const made = answers.filter(({ status }) => status === 200);
  expect(made).toHaveLength(SUBSCRIPTION_LIMIT);

  // An update takes no slot, another company has its own, and detaching frees one.
  await world.api.post('/webhook-subscriptions', { ...subscribe(0), subscriber: made[0]?.body.subscriber }).expect(200);
  await world.otherCompany.post('/webhook-subscriptions', subscribe(0)).expect(200);
  await world.api.delete(`/webhook-subscriptions/${made[1]?.body.id}`).expect(200);
  await world.api.post('/webhook-subscriptions', { ...subscribe(0), subscriber: 'next' }).expect(200);
  await world.api.post('/webhook-subscriptions', { ...subscribe(0), subscriber: 'one more' }).expect(409);
});

test('When a company has many subscriptions, then pages list each of them once, oldest first', async () => {
  const receiver = await startReceiver();
  for (let n = 0; n < 5; n += 1) await world.subscribe(receiver, { subscriber: `s-${n}` });
  const read: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await world.api.get(`/webhook-subscriptions?page_size=2${query}`).expect(200);
    read.push(...body.items.map(({ subscriber }: { subscriber: string }) => subscriber));
    cursor = body.next_cursor;
  }
  expect(read).toEqual(['s-0', 's-1', 's-2', 's-3', 's-4']);
});

test.each(['http://127.0.0.1:10/', 'http://localhost:10/hook', 'http://[::ffff:10.0.0.1]/', 'http://169.254.169.254/'])(
  'When the url is %s, a private address, then 422 names the variable that allows it',
  async (url) => {
    const { secret } = await startReceiver();
    const subscribe = { subscriber: 'private', url, events: ['lead.created'], secret };
    const { status, body } = await world.api.post('/webhook-subscriptions', subscribe);
    expect([status, body.details.fields]).toMatchObject([422, [{ field: 'url' }]]);
    expect(body.details.fields[0].message).toContain('OUTGOING_ALLOW_PRIVATE');
    expect(await world.subscriptions()).toEqual([]);
  },
);

test('When a key lacks the scope to read leads, then it cannot subscribe to their domain events', async () => {
  const { secret } = await startReceiver();
  const url = 'https://reports.acme.example/hook';
  const overrides = { subscriber: 'other', url, events: ['lead.created'], secret };

  for (const [scopes, required] of [
    [['webhooks:write'], 'leads:read'],
    [['leads:read', 'webhooks:read'], 'webhooks:write'],
  ] as const) {
    const answer = await (await world.apiWith([...scopes])).post('/webhook-subscriptions', overrides);
    expect([answer.status, answer.body.error_code, answer.body.details]).toEqual([403, 'SCOPE_MISSING', { required }]);
  }
  expect(await world.subscriptions()).toEqual([]);
  await (await world.apiWith(['webhooks:write', 'leads:read'])).post('/webhook-subscriptions', overrides).expect(200);
});
