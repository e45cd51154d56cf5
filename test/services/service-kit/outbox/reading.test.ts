import fc from 'fast-check';
import { buildIndexes, type Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { outboxModel, type OutboxDocument } from '@lead-nurturing/service-kit/outbox/outbox.model';
import { isBefore, offsetAfter, type StreamOffset } from '@lead-nurturing/service-kit/outbox/stream-offset';
import { readWindow } from '@lead-nurturing/service-kit/outbox/read-window';
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

test('Property: each partition reads every event of its company and types once and in order', async () => {
  const reading = fc.record({
    size: fc.integer({ min: 1, max: 15 }),
    partitions: fc.subarray([0, 1, 2], { minLength: 1 }),
    events: fc.subarray(types, { minLength: 1 }),
  });
  await fc.assert(
    fc.asyncProperty(anOutbox, reading, async (overrides, { size, partitions, events }) => {
      const documents = await store(overrides);
      const company = `acme-${runs}`;
      const wanted = documents.flatMap(({ _id, company_id, events: stored }) =>
        company_id === company
          ? stored.flatMap(({ partition, type, index }) =>
              events.includes(type) ? [{ partition, event_id: `${_id}:${index}` }] : [],
            )
          : [],
      );
      const expected = partitions.map((partition) =>
        wanted.filter((event) => event.partition === partition).map(({ event_id }) => event_id),
      );

      const head = documents.length;
      const read = new Map<number, string[]>(partitions.map((partition) => [partition, []]));
      let from: StreamOffset = offsetAfter(0);
      for (let reads = 0; isBefore(from, offsetAfter(head)); reads += 1) {
        const { batches, to } = await readWindow(connection, { company, events, partitions, from, head, size });
        for (const [partition, batch] of batches) {
          expect(batch.length).toBeLessThanOrEqual(size);
          read.get(partition)?.push(...batch.map(({ event_id }) => event_id));
        }
        expect(isBefore(from, to)).toBe(true);
        from = to;
        expect(reads).toBeLessThan(200);
      }
      expect([...read.values()]).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test('When the outbox goes on behind the head, then nothing behind the head is read', async () => {
  const domainEvent = { type: 'lead.created', partition: 0 };
  await store(Array.from({ length: 5 }, () => ({ company: 'acme', domainEvents: [domainEvent] })));
  const reading = { company: `acme-${runs}`, events: ['lead.created'], partitions: [0], from: offsetAfter(0) };
  const { batches, to } = await readWindow(connection, { ...reading, head: 3, size: 100 });
  expect(batches.get(0)).toHaveLength(3);
  expect(to).toEqual(offsetAfter(3));
});

test.each(['$$event.type', '$$nonsense', '$', '$data'])(
  'When the name of a type is "%s", then it is compared as text and matches nothing',
  async (name) => {
    await store([{ company: 'acme', domainEvents: [{ type: 'lead.created', partition: 0 }] }]);
    const reading = { company: `acme-${runs}`, partitions: [0], from: offsetAfter(0), head: 1, size: 100 };
    const { batches } = await readWindow(connection, { ...reading, events: [name] });
    expect(batches.get(0)).toEqual([]);
  },
);
