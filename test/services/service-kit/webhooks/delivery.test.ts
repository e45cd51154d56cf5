import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { PARTITIONS, partitionOf } from '@lead-nurturing/service-kit/outbox/partition';
import { eventually } from '../../../support/eventually';
import { aDomainEvent, domainEventsOf, kitWorld, type KitWorld } from '../../../support/worlds/kit-world';
import { startReceiver, type ReceivedDelivery } from '../../../support/doubles/receiver';

let world: KitWorld;
beforeAll(async () => {
  world = await kitWorld();
  await world.startInstance();
});
afterEach(() => world.unsubscribeAll());

const leadOf = ({ data }: DomainEvent) => String(data.lead_id);
const leadsOf = (domainEvents: readonly DomainEvent[]) => domainEvents.map(leadOf).sort();
const partition = ({ domainEvents }: ReceivedDelivery) => partitionOf(leadOf(domainEvents[0]!));
const overlaps = (one: ReceivedDelivery, other: ReceivedDelivery) =>
  one !== other && one.began < (other.ended ?? Infinity) && other.began < (one.ended ?? Infinity);

test('When domain events are committed, then each is delivered once, with a valid signature', async () => {
  const receiver = await startReceiver();
  const { body } = await world.subscribe(receiver);
  const domainEvents = Array.from({ length: 40 }, () => aDomainEvent());
  await world.publish(domainEvents.slice(0, 25));
  await world.publish(domainEvents.slice(25));
  await eventually(async () => expect(receiver.taken()).toHaveLength(40));

  expect(leadsOf(receiver.taken())).toEqual(domainEvents.map(({ subject }) => subject).sort());
  expect(new Set(receiver.taken().map(({ event_id }) => event_id)).size).toBe(40);
  const now = Math.floor(world.clock.now().getTime() / 1_000);
  for (const { signed, timestamp, subscription_id } of receiver.deliveries)
    expect({ signed, timestamp, subscription_id }).toEqual({ signed: true, timestamp: now, subscription_id: body.id });
  expect(Object.keys(receiver.taken()[0]!).sort()).toEqual(['data', 'event_id', 'occurred_at', 'type']);
});

test('When a transaction is rolled back, then none of its domain events is delivered', async () => {
  const receiver = await startReceiver();
  await world.subscribe(receiver);
  const aborted = world.inTransaction(async (session) => {
    await world.outbox.append(session, 'acme', [aDomainEvent({ subject: 'never' })]);
    throw new Error('something went wrong afterwards');
  });
  await expect(aborted).rejects.toThrow('something went wrong afterwards');
  await world.publish([aDomainEvent({ subject: 'really' })]);
  await eventually(async () => expect(receiver.taken()).toHaveLength(1));
  expect(leadsOf(receiver.taken())).toEqual(['really']);
});

test('When a lead has 250 events, then they arrive in order, 100 per delivery, one after the other', async () => {
  const receiver = await startReceiver(async () => {
    await sleep(20);
    return 200;
  });
  await world.subscribe(receiver);
  await world.publish(domainEventsOf('lead', 1, 130));
  await world.publish(domainEventsOf('lead', 131, 120));
  await eventually(async () => expect(receiver.taken()).toHaveLength(250));

  expect(receiver.taken().map(({ lead_seq }) => lead_seq)).toEqual(Array.from({ length: 250 }, (_, i) => i + 1));
  expect(Math.max(...receiver.deliveries.map(({ domainEvents }) => domainEvents.length))).toBe(100);
  expect(receiver.deliveries.flatMap((one) => receiver.deliveries.filter((other) => overlaps(one, other)))).toEqual([]);
});

test('When there are many leads, then eight partitions deliver in parallel, each one batch at a time', async () => {
  let begun = 0;
  const eight = Promise.withResolvers<undefined>();
  const receiver = await startReceiver(async () => {
    if ((begun += 1) === PARTITIONS) eight.resolve(undefined);
    await eight.promise;
    return 200;
  });
  await world.subscribe(receiver);
  for (let n = 0; n < 5; n += 1) await world.publish(Array.from({ length: 100 }, () => aDomainEvent()));
  await eventually(async () => expect(receiver.taken()).toHaveLength(500));

  const [first] = receiver.deliveries;
  const sideBySide = receiver.deliveries.filter((other) => other === first || overlaps(first!, other));
  expect(new Set(sideBySide.map(partition)).size).toBe(PARTITIONS);
  const colliding = receiver.deliveries.filter((one) =>
    receiver.deliveries.some((other) => overlaps(one, other) && partition(one) === partition(other)),
  );
  expect(colliding).toEqual([]);
});

test('When other companies and types have events, then a subscription receives only its own', async () => {
  const [created, moved] = [await startReceiver(), await startReceiver()];
  await world.subscribe(created, { subscriber: 'created' });
  await world.subscribe(moved, { subscriber: 'moved', events: ['enrollment.exited', 'lead.stage_changed'] });
  const stageChanged = (subject: string) => ({ ...aDomainEvent({ subject }), type: 'lead.stage_changed' }) as never;
  await world.publish([aDomainEvent({ subject: 'theirs' })], 'globex');
  await world.publish([aDomainEvent({ subject: 'new' }), stageChanged('engaged')]);
  await eventually(async () => {
    expect(leadsOf(created.taken())).toEqual(['new']);
    expect(leadsOf(moved.taken())).toEqual(['engaged']);
  });
  await world.publish([aDomainEvent({ subject: 'last' }), stageChanged('last')]); // proves that nothing else came before
  await eventually(async () => {
    expect(leadsOf(created.taken())).toEqual(['last', 'new']);
    expect(leadsOf(moved.taken())).toEqual(['engaged', 'last']);
  });
});

test('When all partitions stand at the same offset, then the outbox is read once for all of them', async () => {
  const alone = await kitWorld();
  await alone.startInstance();
  const receiver = await startReceiver();
  await alone.subscribe(receiver);
  await alone.publish(Array.from({ length: 60 }, () => aDomainEvent()));
  await eventually(async () => expect(receiver.taken()).toHaveLength(60));

  const database = alone.connection.db!;
  await database.command({ profile: 2 });
  await alone.publish(Array.from({ length: 60 }, () => aDomainEvent()));
  await eventually(async () => expect(receiver.taken()).toHaveLength(120));
  await database.command({ profile: 0 });
  const reads = database.collection('system.profile').countDocuments({ 'command.aggregate': 'outbox' });
  expect(new Set(receiver.deliveries.slice(-PARTITIONS).map(partition)).size).toBe(PARTITIONS);
  expect(await reads).toBe(1);
});
