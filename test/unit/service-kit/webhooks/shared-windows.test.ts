import type { ReadDomainEvent, Window } from '@lead-nurturing/service-kit/outbox/read-window';
import { createSharedWindows } from '@lead-nurturing/service-kit/webhooks/shared-windows';

const eventOf = (partition: number, index: number): ReadDomainEvent => ({
  event_id: `${partition}:${index}`,
  type: 'lead.created',
  occurred_at: new Date(0),
  partition,
  index,
  data: {},
});

/** Windows with `size` events for each partition that reads; records which partitions each reading was for. */
function world(maxHeld: number, size = 10) {
  const readings: (readonly number[])[] = [];
  const windows = createSharedWindows(maxHeld);
  const read = async (partitions: readonly number[]): Promise<Window> => {
    readings.push(partitions);
    const batches = partitions.map((partition): [number, ReadDomainEvent[]] => [
      partition,
      Array.from({ length: size }, (_, index) => eventOf(partition, index)),
    ]);
    return { batches: new Map(batches), to: { position: 2, offset: 0 } };
  };
  const take = (partition: number, sharing: number[], position = 1, subscription = 's') =>
    windows.take({ subscription, partition, from: { position, offset: 0 }, sharing, read });
  return { ...windows, readings, take };
}

test('When partitions stand at the same offset, then the outbox is read once and each gets its own events', async () => {
  const { take, readings, heldEvents } = world(1_000);
  const batches = await Promise.all([0, 1, 2].map((partition) => take(partition, [0, 1, 2])));
  expect(batches.map(({ domainEvents }) => new Set(domainEvents.map((one) => one.partition)))).toEqual(
    [0, 1, 2].map((partition) => new Set([partition])),
  );
  expect(batches.every(({ next }) => next.position === 2)).toBe(true);
  expect(readings).toEqual([[0, 1, 2]]);
  expect(heldEvents()).toBe(0);
});

test('When a partition comes to the offset later, then its events are held until then', async () => {
  const { take, readings, heldEvents } = world(1_000);
  await take(0, [0, 1]);
  expect(heldEvents()).toBe(10);
  expect((await take(1, [0, 1])).domainEvents).toHaveLength(10);
  expect(heldEvents()).toBe(0);
  expect(readings).toHaveLength(1);
});

test('When a partition takes a batch a second time, as after a failure, then it reads for itself', async () => {
  const { take, readings } = world(1_000);
  await take(0, [0, 1]);
  expect((await take(0, [0])).domainEvents).toHaveLength(10);
  expect(readings).toEqual([[0, 1], [0]]);
});

test('When more events are held than allowed, over all subscriptions, then the oldest window is dropped', async () => {
  const { take, readings, heldEvents } = world(40);
  for (const subscription of ['a', 'b', 'c', 'd']) await take(0, [0, 1], 1, subscription);
  expect(heldEvents()).toBe(30);
  expect((await take(1, [1], 1, 'a')).domainEvents).toHaveLength(10);
  expect(readings).toHaveLength(5);
  await take(1, [1], 1, 'b');
  expect(readings).toHaveLength(5);
});

test('When a reading fails, then all partitions that wait for it fail, and the next take reads again', async () => {
  const windows = createSharedWindows(1_000);
  let fails = true;
  const read = async (): Promise<Window> => {
    if (fails) throw new Error('the database is away');
    return { batches: new Map(), to: { position: 2, offset: 0 } };
  };
  const take = (partition: number) =>
    windows.take({ subscription: 's', partition, from: { position: 1, offset: 0 }, sharing: [0, 1], read });
  const results = await Promise.allSettled([take(0), take(1)]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  expect((await take(0)).next.position).toBe(2);
});
