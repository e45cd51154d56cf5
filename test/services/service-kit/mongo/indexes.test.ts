import { Id } from '@lead-nurturing/contracts/common/common';
import { eventually } from '../../../support/eventually';
import { aDomainEvent, domainEventsOf, kitWorld, type KitWorld } from '../../../support/worlds/kit-world';
import { startReceiver } from '../../../support/doubles/receiver';

/** Driver chatter, our own reading of the profile, and what builds the indexes. */
const OURS = { ns: { $not: /system\.|\.\$cmd/ }, 'command.explain': { $exists: false } };

let world: KitWorld;
interface Profiled {
  ns: string;
  planSummary?: string;
  docsExamined?: number;
  command: object;
}
let seen: Profiled[];
beforeAll(async () => {
  world = await kitWorld();
  await fill();
  await world.connection.db!.command({ profile: 2 });
  await work();
  await world.connection.db!.command({ profile: 0 });
  seen = await world.connection.collection<Profiled>('system.profile').find(OURS).toArray();
});

/** Another company's past and letters of another kind, so that looking at everything would show. */
async function fill() {
  const at = (position: number) => ({
    _id: `old-${position}`,
    company_id: 'globex',
    domainEvents: [],
    position,
    sequenced: true,
    created_at: new Date(),
  });
  const past = Array.from({ length: 3_000 }, (_, index) => at(index + 1));
  await world.connection.collection<{ _id: string }>('outbox').insertMany(past);
  await world.connection
    .collection<{ _id: string; position: number }>('outbox_head')
    .insertOne({ _id: 'outbox', position: 3_000 });
  const letter = (n: number) => ({
    _id: `workflow-${n}`,
    company_id: 'acme',
    kind: 'workflow',
    idempotency_key: `${n}`,
  });
  const letters = Array.from({ length: 300 }, (_, n) => ({ ...letter(n), payload: {}, created_at: new Date() }));
  await world.connection.collection<{ _id: string }>('dead_letters').insertMany(letters);
}

/** Everything the kit does, once or twice. */
async function work() {
  const receiver = await startReceiver(({ domainEvents }) =>
    domainEvents.some(({ lead_seq }) => lead_seq === 2) ? 500 : 200,
  );
  const { body } = await world.subscribe(receiver);
  const instance = await world.startInstance();
  await world.publish(domainEventsOf('lead', 1, 3));
  await world.publish([aDomainEvent()], 'globex');
  await eventually(async () => {
    world.clock.pass(60_000);
    expect((await world.api.get('/dead-letters?kind=delivery')).body.items).toHaveLength(1);
    expect(receiver.taken()).toHaveLength(2);
  });
  const operation = { company: 'acme', operation: 'op', key: 'k', result: Id };
  for (let n = 0; n < 2; n += 1) await world.idempotent(operation, async () => 'done');
  const key = await world.api.post('/api-keys', { label: 'l', scopes: ['leads:read'] });
  await world.api.delete(`/api-keys/${key.body.id}`);
  const [letter] = (await world.api.get('/dead-letters?kind=delivery')).body.items;
  await world.api.get(`/dead-letters/${letter.id}`);
  await world.api.get('/dead-letters');
  await world.api.get('/webhook-subscriptions?subscriber=workflow:node');
  await world.api.delete(`/webhook-subscriptions/${body.id}`);
  await instance.stop();
}

const on = (collection: string) => seen.filter(({ ns }) => ns === `${world.connection.name}.${collection}`);

test('When the kit runs, then none of its queries scans a collection', () => {
  expect(seen.length).toBeGreaterThan(100);
  const scans = seen.filter(({ planSummary }) => String(planSummary).includes('COLLSCAN'));
  expect(scans.map(({ command }) => JSON.stringify(command))).toEqual([]);
});

test.each([
  ['the sequencer', 'outbox', /IXSCAN { sequenced: 1, written: 1 }/],
  ['the dispatcher', 'outbox', /IXSCAN { company_id: 1, position: 1 }/],
  ['the look for active subscriptions', 'webhook_subscriptions', /IXSCAN { status: 1, _id: 1 }/],
  ['the look for a key', 'api_keys', /IXSCAN { key_hash: 1 }/],
  ['the look for a first result', 'idempotency', /IDHACK|IXSCAN { _id: 1 }|EXPRESS/],
  ['the list of dead letters', 'dead_letters', /IXSCAN { company_id: 1, _id: -1 }/],
  ['the list of dead letters of a kind', 'dead_letters', /IXSCAN { company_id: 1, kind: 1, _id: -1 }/],
])('When %s reads, then it uses an index', (_name, collection, plan) => {
  expect(on(collection).map(({ planSummary }) => planSummary)).toContainEqual(expect.stringMatching(plan));
});

test('When the outbox is long, then a tick of the sequencer reads only new documents', () => {
  const looked = on('outbox').map(({ docsExamined }) => docsExamined ?? 0);
  expect(Math.max(...looked)).toBeLessThan(20);
});
