import fc from 'fast-check';
import { buildIndexes, type Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { outboxModel, type OutboxDocument } from '@lead-nurturing/service-kit/outbox/outbox.model';
import { offsetAfter, type StreamOffset } from '@lead-nurturing/service-kit/outbox/stream-offset';
import { readBatch } from '@lead-nurturing/service-kit/outbox/read-batch';
import { freshDatabase } from '../../../support/database';

let connection: Connection;
beforeAll(async () => {
  connection = await freshDatabase();
  outboxModel(connection);
  await buildIndexes(connection);
});

const types = ['lead.created', 'lead.scored', 'step.due'];
const aStoredDomainEvent = fc.record({ type: fc.constantFrom(...types), partition: fc.nat(2) });
const anOutbox = fc.array(
  fc.record({
    company: fc.constantFrom('acme', 'globex'),
    domainEvents: fc.array(aStoredDomainEvent, { maxLength: 12 }),
  }),
  { minLength: 1, maxLength: 15 },
);

let runs = 0;
type Overrides = { company: string; domainEvents: { type: string; partition: number }[] }[];

/** Documents as the sequencer leaves them, of companies of this run alone. */
async function store(overrides: Overrides) {
  runs += 1;
  const documents = overrides.map(({ company, domainEvents }, at) => ({
    _id: `run-${runs}-${at + 1}`,
    company_id: `${company}-${runs}`,
    events: domainEvents.map((domainEvent, index) => ({
      ...domainEvent,
      index,
      occurred_at: new Date(0),
      data: {},
    })),
    position: at + 1,
    sequenced: true,
    created_at: new Date(),
  }));
  await connection.collection<{ _id: string }>('outbox').insertMany(documents);
  return documents as unknown as OutboxDocument[];
}

test('Property: however large the batches, a reader gets every fact of its company, events and partition once, in order', async () => {
  const reading = fc.record({
    size: fc.integer({ min: 1, max: 15 }),
    partition: fc.nat(2),
    events: fc.subarray(types, { minLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(anOutbox, reading, async (overrides, { size, partition, events }) => {
      const documents = await store(overrides);
      const company = `acme-${runs}`;
      const expected = documents.flatMap(({ _id, company_id, events: stored }) =>
        company_id === company
          ? stored.flatMap((domainEvent) =>
              domainEvent.partition === partition && events.includes(domainEvent.type)
                ? [`${_id}:${domainEvent.index}`]
                : [],
            )
          : [],
      );

      const head = documents.length;
      const read: string[] = [];
      let from: StreamOffset = offsetAfter(0);
      for (let reads = 0; from.position < head || reads === 0; reads += 1) {
        const { domainEvents, next } = await readBatch(connection, { company, events, partition, from, head, size });
        expect(domainEvents.length).toBeLessThanOrEqual(size);
        read.push(...domainEvents.map(({ event_id }) => event_id));
        from = next;
        expect(reads).toBeLessThan(200);
      }
      const rest = await readBatch(connection, { company, events, partition, from, head, size: 1_000 });
      read.push(...rest.domainEvents.map(({ event_id }) => event_id));
      expect(read).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test('When the head stands still, then nothing beyond it is read', async () => {
  const domainEvent = { type: 'lead.created', partition: 0 };
  await store(Array.from({ length: 5 }, () => ({ company: 'acme', domainEvents: [domainEvent] })));
  const reading = { company: `acme-${runs}`, events: ['lead.created'], partition: 0, from: offsetAfter(0), size: 100 };
  const { domainEvents, next } = await readBatch(connection, { ...reading, head: 3 });
  expect(domainEvents.map(({ streamOffset }) => streamOffset.position)).toEqual([1, 2, 3]);
  expect(next).toEqual(offsetAfter(3));
});
