import { setTimeout as sleep } from 'node:timers/promises';
import { partitionOf } from '@lead-nurturing/service-kit/outbox/partition';
import { eventually } from '../../support/eventually';
import { uriOf } from '../../support/database';
import { aDomainEvent, domainEventsOf, kitWorld, type KitWorld } from '../../support/worlds/kit-world';
import { startReceiver, type ReceivedDelivery } from '../../support/doubles/receiver';
import { startService } from '../../support/system/service-process';

let world: KitWorld;
beforeEach(async () => {
  world = await kitWorld();
});

const leases = () => world.connection.collection<{ _id: string; holder: string }>('leases');
const holder = async () => (await leases().findOne({ _id: 'webhook-dispatcher' }))?.holder;
/** Ends all leases at once, as ten seconds without a renewal do. */
const endLeases = () => leases().updateMany({}, { $set: { held_until: new Date(0) } });

const partition = ({ domainEvents }: ReceivedDelivery) => partitionOf(String(domainEvents[0]?.data.lead_id));
const collide = (one: ReceivedDelivery, other: ReceivedDelivery) =>
  one !== other &&
  partition(one) === partition(other) &&
  one.began < (other.ended ?? Infinity) &&
  other.began < (one.ended ?? Infinity);

test('When two instances run, then every event is delivered once, and no partition by both at once', async () => {
  const receivers = await Promise.all(
    Array.from({ length: 4 }, () =>
      startReceiver(async () => {
        await sleep(30);
        return 200;
      }),
    ),
  );
  for (const [index, receiver] of receivers.entries()) await world.subscribe(receiver, { subscriber: `s${index}` });
  const instances = await Promise.all([world.startInstance(), world.startInstance()]);
  for (let n = 0; n < 10; n += 1) await world.publish(Array.from({ length: 30 }, () => aDomainEvent()));
  await eventually(async () => receivers.forEach((receiver) => expect(receiver.taken()).toHaveLength(300)));
  await Promise.all(instances.map(({ stop }) => stop()));

  for (const { deliveries, taken } of receivers) {
    expect(new Set(taken().map(({ event_id }) => event_id)).size).toBe(300);
    expect(deliveries.filter((one) => deliveries.some((other) => collide(one, other)))).toEqual([]);
  }
});

test('When the delivering instance stops, then the other one takes over within seconds', async () => {
  const receiver = await startReceiver();
  await world.subscribe(receiver);
  const first = await world.startInstance();
  await world.publish(domainEventsOf('lead', 1, 2));
  await eventually(async () => expect(receiver.taken()).toHaveLength(2));
  const second = await world.startInstance();
  const before = await holder();
  await first.stop();
  await world.publish(domainEventsOf('lead', 3, 2));
  await eventually(async () => expect(receiver.taken()).toHaveLength(4), 6_000);
  expect(await holder()).not.toBe(before);
  await second.stop();
});

test('When the delivering instance is killed after the answer, then the other one repeats the batch', async () => {
  let dies = true;
  const receiver = await startReceiver(async () => {
    if (dies) await killed.kill('SIGKILL');
    dies = false;
    return 200;
  });
  const killed = await startService('lead-tracker', {
    MONGODB_URI: uriOf(world.connection),
    OUTGOING_ALLOW_PRIVATE: new URL(receiver.url).host,
  });
  await world.subscribe(receiver);
  await world.publish(domainEventsOf('lead', 1, 3));
  await eventually(async () => expect(receiver.deliveries[0]?.status).toBe(200));

  const other = await world.startInstance();
  await sleep(700);
  expect(receiver.deliveries).toHaveLength(1);
  await endLeases();
  await eventually(async () => expect(receiver.deliveries).toHaveLength(2));
  expect(receiver.deliveries[1]?.domainEvents).toEqual(receiver.deliveries[0]?.domainEvents);
  await other.stop();
});

test('When an instance lost its lease during a delivery, then the result of this delivery changes nothing', async () => {
  let answerFirst: (status: number) => void = () => undefined;
  const firstAnswer = new Promise<number>((resolve) => (answerFirst = resolve));
  const receiver = await startReceiver(() => (receiver.deliveries.length === 1 ? firstAnswer : 200));
  await world.subscribe(receiver);
  const stalled = await world.startInstance();
  await world.publish(domainEventsOf('lead', 1, 3));
  await eventually(async () => expect(receiver.deliveries).toHaveLength(1));

  const other = await world.startInstance();
  await endLeases();
  // The stalled instance may take the lease back first, so the lease ends until the other one delivers.
  await eventually(async () => {
    await endLeases();
    expect(receiver.deliveries).toHaveLength(2);
  });
  await eventually(async () => expect(await world.subscriptions()).toMatchObject([{ lag: 0 }]));
  answerFirst(500);
  await world.publish(domainEventsOf('lead', 4, 3));
  // Both instances may deliver these events, because the test has ended the lease under its holder.
  const taken = () => [...new Set(receiver.taken().map(({ lead_seq }) => lead_seq))];
  await eventually(async () => expect(taken()).toEqual([1, 2, 3, 4, 5, 6]));
  expect(await world.subscriptions()).toMatchObject([{ last_error: null }]);
  await Promise.all([stalled.stop(), other.stop()]);
});

test('When the service stops while a subscriber does not answer, then the next instance repeats the batch', async () => {
  let hangs = true;
  const receiver = await startReceiver(async () => {
    while (hangs) await sleep(20);
    return 200;
  });
  await world.subscribe(receiver);
  const instance = await world.startInstance();
  await world.publish([aDomainEvent()]);
  await eventually(async () => expect(receiver.deliveries).toHaveLength(1));
  const began = performance.now();
  await instance.stop();
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(await world.subscriptions()).toMatchObject([{ last_error: null }]);

  hangs = false;
  const next = await world.startInstance();
  await eventually(async () => expect(receiver.deliveries).toHaveLength(2));
  expect(receiver.deliveries[1]?.domainEvents).toEqual(receiver.deliveries[0]?.domainEvents);
  await next.stop();
});
