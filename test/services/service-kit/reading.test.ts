import fc from 'fast-check';
import { buildIndexes, type Connection } from '@lead-nurturing/service-kit/mongo/connect';
import { outboxModel, type OutboxDocument } from '@lead-nurturing/service-kit/outbox/outbox.model';
import { placeAfter, type Place } from '@lead-nurturing/service-kit/outbox/place';
import { readBatch } from '@lead-nurturing/service-kit/outbox/read-batch';
import { freshDatabase } from '../../support/database';

let connection: Connection;
beforeAll(async () => {
  connection = await freshDatabase();
  outboxModel(connection);
  await buildIndexes(connection);
});

const types = ['lead.created', 'lead.scored', 'step.due'];
const aStoredFact = fc.record({ type: fc.constantFrom(...types), partition: fc.nat(2) });
const anOutbox = fc.array(
  fc.record({ company: fc.constantFrom('acme', 'globex'), facts: fc.array(aStoredFact, { maxLength: 12 }) }),
  { minLength: 1, maxLength: 15 },
);

let runs = 0;
type Told = { company: string; facts: { type: string; partition: number }[] }[];

/** Documents as the sequencer leaves them, of companies of this run alone. */
async function store(told: Told) {
  runs += 1;
  const documents = told.map(({ company, facts }, at) => ({
    _id: `run-${runs}-${at + 1}`,
    company_id: `${company}-${runs}`,
    facts: facts.map((fact, index) => ({ ...fact, index, occurred_at: new Date(0), data: {} })),
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
    fc.asyncProperty(anOutbox, reading, async (told, { size, partition, events }) => {
      const documents = await store(told);
      const company = `acme-${runs}`;
      const expected = documents.flatMap(({ _id, company_id, facts }) =>
        company_id === company
          ? facts.flatMap((fact) =>
              fact.partition === partition && events.includes(fact.type) ? [`${_id}:${fact.index}`] : [],
            )
          : [],
      );

      const head = documents.length;
      const read: string[] = [];
      let from: Place = placeAfter(0);
      for (let reads = 0; from.position < head || reads === 0; reads += 1) {
        const { facts, next } = await readBatch(connection, { company, events, partition, from, head, size });
        expect(facts.length).toBeLessThanOrEqual(size);
        read.push(...facts.map(({ event_id }) => event_id));
        from = next;
        expect(reads).toBeLessThan(200);
      }
      const rest = await readBatch(connection, { company, events, partition, from, head, size: 1_000 });
      read.push(...rest.facts.map(({ event_id }) => event_id));
      expect(read).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test('When the head stands still, then nothing beyond it is read', async () => {
  const fact = { type: 'lead.created', partition: 0 };
  await store(Array.from({ length: 5 }, () => ({ company: 'acme', facts: [fact] })));
  const reading = { company: `acme-${runs}`, events: ['lead.created'], partition: 0, from: placeAfter(0), size: 100 };
  const { facts, next } = await readBatch(connection, { ...reading, head: 3 });
  expect(facts.map(({ place }) => place.position)).toEqual([1, 2, 3]);
  expect(next).toEqual(placeAfter(3));
});
