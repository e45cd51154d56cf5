import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onFinish } from '../../support/finish';
import { eventually } from '../../support/eventually';
import { aDomainEvent, domainEventsOf, kitWorld, type KitWorld } from '../../support/worlds/kit-world';
import { startReceiver, type Answer, type Receiver } from '../../support/doubles/receiver';

const MINUTE = 60_000;

let world: KitWorld;
let instance: { stop: () => Promise<void> };
beforeEach(async () => {
  world = await kitWorld();
  instance = await world.startInstance();
});
afterEach(() => instance.stop());

const seqs = (receiver: Receiver) => receiver.taken().map(({ lead_seq }) => lead_seq);
const deadLetters = async () => (await world.api.get('/dead-letters?kind=delivery')).body.items;
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** Moves the clock by a minute before each attempt. */
const inTime = (attempt: () => Promise<void> | void) =>
  eventually(async () => {
    world.clock.pass(MINUTE);
    await attempt();
  });

/** Answers 500 to a batch with this event, as n8n does when the workflow fails on it. */
const failsOn =
  (poison: number): Answer =>
  ({ domainEvents }) =>
    domainEvents.some(({ lead_seq }) => lead_seq === poison) ? 500 : 200;

test('When a subscriber fails on one event, then it becomes a dead letter and all others arrive in order', async () => {
  const receiver = await startReceiver(failsOn(14));
  await world.subscribe(receiver);
  await world.publish(domainEventsOf('lead', 1, 20));
  await inTime(() => expect(receiver.taken()).toHaveLength(19));

  expect(seqs(receiver)).toEqual(upTo(20).filter((seq) => seq !== 14));
  const [letter, ...others] = await deadLetters();
  expect(others).toEqual([]);
  expect(letter).toMatchObject({ kind: 'delivery', origin: 'workflow:node', reason: 'answered 500' });
  expect(letter.payload).toMatchObject({ type: 'lead.created', lead_seq: 14, data: { lead_id: 'lead' } });
  const alone = receiver.deliveries.filter(
    ({ domainEvents }) => domainEvents.length === 1 && domainEvents[0]?.lead_seq === 14,
  );
  expect(alone).toHaveLength(5);
  // A retry has the id of the first try, and a halved batch another one.
  const batches = receiver.deliveries.map(({ domainEvents }) => domainEvents.map(({ event_id }) => event_id).join());
  const ids = receiver.deliveries.map(({ id }) => id);
  expect(new Set(ids).size).toBe(new Set(batches).size);
  expect(new Set(ids.map((id, index) => `${id} ${batches[index]}`)).size).toBe(new Set(batches).size);
});

test('When a delivery fails, then it is retried after the backoff and not before', async () => {
  let fails = true;
  const receiver = await startReceiver(() => (fails ? 500 : 200));
  await world.subscribe(receiver);
  await world.publish([aDomainEvent()]);
  await eventually(async () => expect(receiver.deliveries).toHaveLength(1));
  await eventually(async () => expect(await world.subscriptions()).toMatchObject([{ last_error: 'answered 500' }]));

  world.clock.pass(999);
  await sleep(800);
  expect(receiver.deliveries).toHaveLength(1);
  world.clock.pass(1);
  await eventually(async () => expect(receiver.deliveries).toHaveLength(2));
  // The state is saved before the clock moves on, because the next wait counts from then.
  const noted = { partitions: { $elemMatch: { attempts: 2 } } };
  await eventually(async () =>
    expect(await world.connection.collection('webhook_subscriptions').countDocuments(noted)).toBe(1),
  );
  fails = false;
  world.clock.pass(2_000);
  await eventually(async () => expect(receiver.taken()).toHaveLength(1));
  await eventually(async () => expect(await world.subscriptions()).toMatchObject([{ last_error: null, lag: 0 }]));
  expect(await deadLetters()).toEqual([]);
});

test('When subscribers are unreachable for hours, then all events arrive later, without a dead letter', async () => {
  const statuses = [302, 401, 404, 405, 408, 429, 502, 503];
  const absent = await Promise.all(statuses.map((status) => startReceiver(() => status)));
  const closed = await startReceiver();
  await closed.close();
  const all = [...absent, closed];
  for (const [index, receiver] of all.entries()) await world.subscribe(receiver, { subscriber: `s${index}` });
  await world.publish(domainEventsOf('lead', 1, 3));
  await inTime(() => absent.forEach(({ deliveries }) => expect(deliveries.length).toBeGreaterThan(5)));
  const errors = (await world.subscriptions()).map(({ last_error }) => last_error);
  expect(errors).toEqual([...statuses.map((status) => `answered ${status}`), 'ECONNREFUSED']);

  await closed.open();
  // The first delivery after the outage fails in the workflow, which does not make its events dead letters either.
  const back = new Set<Receiver>();
  for (const receiver of all)
    receiver.answer(() => {
      if (back.has(receiver)) return 200;
      back.add(receiver);
      return 500;
    });
  await inTime(() => all.forEach((receiver) => expect(receiver.taken()).toHaveLength(3)));
  for (const receiver of all) expect(seqs(receiver)).toEqual([1, 2, 3]);
  expect(await deadLetters()).toEqual([]);
});

test('When the other side does not speak HTTP, then last_error says what came instead', async () => {
  const greeting = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
  const silent = createServer((socket) => socket.end());
  for (const [index, server] of [greeting, silent].entries()) {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    onFinish(async () => void server.close());
    const { port } = server.address() as AddressInfo;
    const receiver = { ...(await startReceiver()), url: `http://127.0.0.1:${port}/` };
    await world.subscribe(receiver, { subscriber: `s${index}` });
  }
  await world.publish([aDomainEvent()]);
  await eventually(async () =>
    expect(await world.subscriptions()).toMatchObject([
      { last_error: 'HPE_INVALID_CONSTANT' },
      { last_error: 'ECONNRESET' },
    ]),
  );
});

/** Resolves when a tick that began after this call has delivered to a subscriber that can be reached. */
async function nextTick() {
  const receiver = await startReceiver();
  await world.subscribe(receiver, { subscriber: 'reachable', from: 'now' });
  await world.publish([aDomainEvent()]);
  await eventually(async () => expect(receiver.taken().length).toBeGreaterThan(0));
}

test('When a subscriber is away for a day, then it is paused, probed and resumed by a 2xx', async () => {
  const receiver = await startReceiver(() => 503);
  await world.subscribe(receiver);
  const state = async () => (await world.subscriptions()).find(({ subscriber }) => subscriber === 'workflow:node');
  await world.publish('abcdefgh'.split('').flatMap((lead) => domainEventsOf(lead, 1, 2)));
  await eventually(async () => expect(await state()).toMatchObject({ status: 'active', last_error: 'answered 503' }));

  world.clock.pass(24 * 60 * MINUTE);
  await eventually(async () => expect(await state()).toMatchObject({ status: 'paused', last_error: 'answered 503' }));
  const before = receiver.deliveries.length;
  world.clock.pass(10 * MINUTE - 1);
  await nextTick();
  expect(receiver.deliveries).toHaveLength(before);
  world.clock.pass(1);
  await eventually(async () => expect(receiver.deliveries).toHaveLength(before + 1));
  await eventually(async () => expect(await state()).toMatchObject({ status: 'paused' }));
  await nextTick();
  expect(receiver.deliveries).toHaveLength(before + 1); // the other partitions are not tried

  world.clock.pass(13 * 24 * 60 * MINUTE);
  receiver.answer(() => 200);
  await eventually(async () => expect(receiver.taken().length).toBeGreaterThanOrEqual(16));
  await eventually(async () => expect(await state()).toMatchObject({ status: 'active', last_error: null, lag: 0 }));
  for (const lead of 'abcdefgh')
    expect(receiver.taken().flatMap(({ data, lead_seq }) => (data.lead_id === lead ? [lead_seq] : []))).toEqual([1, 2]);
  expect(await deadLetters()).toEqual([]);
});

test('When a subscriber answers 410, then it is detached; subscribing again resumes without loss', async () => {
  const receiver = await startReceiver(() => 410);
  await world.subscribe(receiver);
  await world.publish(domainEventsOf('lead', 1, 2));
  await eventually(async () =>
    expect(await world.subscriptions()).toMatchObject([{ status: 'detached', last_error: 'answered 410' }]),
  );
  world.clock.pass(MINUTE);
  await nextTick();
  expect(receiver.deliveries).toHaveLength(1);

  receiver.answer(() => 200);
  await world.subscribe(receiver);
  const ofLead = () => receiver.taken().flatMap(({ data, lead_seq }) => (data.lead_id === 'lead' ? [lead_seq] : []));
  await eventually(async () => expect(ofLead()).toEqual([1, 2]));
});

test.each([
  ['seconds', () => '120'],
  ['a date', () => new Date(world.clock.now().getTime() + 120_000).toUTCString()],
])('When a subscriber answers 429 with Retry-After in %s, then the retry waits for it', async (_, retryAfter) => {
  const receiver = await startReceiver(() => ({ status: 429, retryAfter: retryAfter() }));
  await world.subscribe(receiver);
  await world.publish(domainEventsOf('lead', 1, 1));
  await eventually(async () => expect(await world.subscriptions()).toMatchObject([{ last_error: 'answered 429' }]));
  receiver.answer(() => 200);
  world.clock.pass(118_000);
  await nextTick();
  expect(receiver.deliveries).toHaveLength(1);
  world.clock.pass(2_000);
  await eventually(async () => expect(receiver.deliveries.length).toBeGreaterThan(1));
});

test('When a subscriber does not answer for one partition, then its others and other subscribers go on', async () => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const stuck = await startReceiver(async ({ domainEvents }) => {
    if (domainEvents.some(({ data }) => data.lead_id === 'stuck')) await released;
    return 200;
  });
  const quick = await startReceiver();
  await world.subscribe(stuck, { subscriber: 'stuck' });
  await world.subscribe(quick, { subscriber: 'quick' });
  await world.publish([aDomainEvent({ subject: 'stuck' })]);
  await eventually(async () => expect(stuck.deliveries).toHaveLength(1));
  await world.publish([
    ...domainEventsOf('stuck', 2, 2),
    ...'abcdefgh'.split('').map((subject) => aDomainEvent({ subject })),
  ]);
  await eventually(async () => expect(quick.taken()).toHaveLength(11));
  await eventually(async () => expect(stuck.taken().length).toBeGreaterThan(4));
  await sleep(600); // another turn: the batch under way is not sent a second time
  expect(stuck.deliveries.filter(({ domainEvents }) => domainEvents[0]?.data.lead_id === 'stuck')).toHaveLength(1);
  expect(stuck.taken().some(({ data }) => data.lead_id === 'stuck')).toBe(false);
  release();
  await eventually(async () => expect(stuck.taken()).toHaveLength(11));
});
