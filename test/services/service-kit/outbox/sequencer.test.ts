import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { ClientSession } from 'mongoose';
import { createKit } from '@lead-nurturing/service-kit/kit';
import { createHttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { openConnection, type Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { leaseModel } from '@lead-nurturing/service-kit/mongo/lease';
import { createOutbox, type Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import { headPosition, startSequencer } from '@lead-nurturing/service-kit/outbox/sequencer';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { testClock } from '../../../support/clock';
import { freshDatabase, uriOf } from '../../../support/database';
import { onFinish } from '../../../support/finish';
import { eventually } from '../../../support/eventually';
import { aDomainEvent } from '../../../support/worlds/kit-world';

const silent = createLog('test', 'silent');
const http = createHttpClient(new Set());
const clock = testClock(new Date());

interface Stamped {
  _id: string;
  position: number;
  events: { data: { lead_id: string }; lead_seq?: number }[];
}

/** Follows the head as every reader does; what it has passed must be whole and stay so. */
function follow(connection: Connection, from: number) {
  const seen: Stamped[] = [];
  let head = from;
  const stopping = new AbortController();
  const look = async () => {
    const next = await headPosition(connection);
    const found = await connection
      .collection<Stamped>('outbox')
      .find({ position: { $gt: head, $lte: next } })
      .sort({ position: 1 })
      .toArray();
    expect(found.map(({ position }) => position)).toEqual(found.map((_, index) => head + index + 1));
    expect(found).toHaveLength(next - head);
    seen.push(...found);
    head = next;
  };
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await look();
      await sleep(2);
    }
  })();
  return {
    seen,
    stop: async () => {
      stopping.abort();
      await looking;
      await look();
    },
  };
}

const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('open' as const), lead: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('commit' as const), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort' as const), which: fc.nat(9) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wake' as const), which: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'lease ends' as const }) },
);

test('Property: with any order of commits and two sequencers, a reader finds all events in order', async () => {
  const connection = await freshDatabase();
  const other = await openConnection(uriOf(connection)).asPromise();
  onFinish(() => other.close());
  await createKit({
    connection,
    clock,
    log: silent,
    http,
    domainEvents: {},
    eventScope: 'leads:read',
    n8nScopes: [],
  }).prepare({});
  const outbox = createOutbox(connection, clock);
  const sequencers = [connection, other].map((own) => startSequencer(own, silent, () => undefined));
  onFinish(async () => {
    for (const sequencer of sequencers) await sequencer.stop();
  });
  let domainEvents = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 20 }), async (actions) => {
      const reader = follow(connection, await headPosition(connection));
      const open: { session: ClientSession; name: string }[] = [];
      const expected: string[] = [];
      const finish = async (index: number, how: 'commit' | 'abort') => {
        const [transaction] = open.splice(index % open.length, 1);
        if (!transaction) return;
        await (how === 'commit' ? transaction.session.commitTransaction() : transaction.session.abortTransaction());
        await transaction.session.endSession();
        if (how === 'commit') expected.push(transaction.name);
      };

      for (const step of actions) {
        if (step.kind === 'open') {
          const name = `fact-${(domainEvents += 1)}`;
          const session = await connection.startSession();
          session.startTransaction();
          await outbox.append(session, 'acme', [aDomainEvent({ subject: name })]);
          open.push({ session, name });
        }
        if (step.kind === 'commit' || step.kind === 'abort') await finish(step.which, step.kind);
        if (step.kind === 'wake') void sequencers[step.which]?.wake();
        if (step.kind === 'lease ends')
          await leaseModel(connection).updateMany({}, { $set: { held_until: new Date(0) } });
      }
      while (open.length > 0) await finish(0, 'commit');
      while (await connection.collection('outbox').findOne({ sequenced: false })) {
        for (const sequencer of sequencers) void sequencer.wake();
        await sleep(5);
      }
      await reader.stop();
      const read = reader.seen.map(({ events: [domainEvent] }) => domainEvent?.data.lead_id);
      expect([...read].sort()).toEqual([...expected].sort());
    }),
    { numRuns: 100 },
  );
});

test("When clocks of two machines differ, then a lead's domain events are delivered in order of commits", async () => {
  const connection = await freshDatabase();
  const kit = createKit({
    connection,
    clock,
    log: silent,
    http,
    domainEvents: {},
    eventScope: 'leads:read',
    n8nScopes: [],
  });
  await kit.prepare({});
  const behind = outboxOfMachineBehind(connection);
  for (let seq = 1; seq <= 10; seq += 1)
    await kit.inTransaction(async (session) => {
      const outbox = seq % 2 === 0 ? behind : kit.outbox;
      await outbox.append(session, 'acme', [aDomainEvent({ subject: 'lead', lead_seq: seq })]);
    });
  const sequencer = startSequencer(connection, silent, () => undefined);
  onFinish(sequencer.stop);
  await eventually(async () => expect(await headPosition(connection)).toBe(10));
  const stamped = await connection.collection<Stamped>('outbox').find().sort({ position: 1 }).toArray();
  expect(stamped.map(({ events: [domainEvent] }) => domainEvent?.lead_seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

/** Its ids are a minute old, as a machine makes them whose clock is a minute behind. */
function outboxOfMachineBehind(connection: Connection): Outbox {
  let outbox: Outbox | undefined;
  jest.isolateModules(() => {
    const other: { createOutbox: typeof createOutbox } = jest.requireActual(
      '@lead-nurturing/service-kit/outbox/outbox',
    );
    outbox = other.createOutbox(connection, clock);
  });
  return {
    append: async (...domainEvents) => {
      const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 60_000);
      const appended = outbox!.append(...domainEvents);
      now.mockRestore();
      await appended;
    },
  };
}
