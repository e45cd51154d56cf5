import type { Connection } from '../mongo/connect';
import type { OutboxDocument, StoredFact } from './outbox.model';
import { placeAfter, type Place } from './place';

export interface ReadFact extends StoredFact {
  event_id: string;
  place: Place;
}

interface Reading {
  company: string;
  events: readonly string[];
  partition: number;
  from: Place;
  /** Nothing beyond the sequencer's head is looked for. */
  head: number;
  size: number;
}

/** How many positions one reading looks through at most. */
const SPAN = 5_000;

type Found = Pick<OutboxDocument, '_id' | 'position' | 'facts'>;

/** The documents that hold facts for this partition, in order, with these facts alone. */
function lookThrough(connection: Connection, { company, events, partition, from }: Reading, until: number) {
  // Literally: what a subscriber asks for is no expression.
  const types = { $literal: [...events] };
  const wanted = { $and: [{ $eq: ['$$fact.partition', partition] }, { $in: ['$$fact.type', types] }] };
  return connection
    .collection<OutboxDocument>('outbox')
    .aggregate<Found>(
      [
        { $match: { company_id: company, position: { $gte: from.position, $lte: until } } },
        { $sort: { position: 1 } },
        { $project: { position: 1, facts: { $filter: { input: '$facts', as: 'fact', cond: wanted } } } },
        { $match: { 'facts.0': { $exists: true } } },
      ],
      { batchSize: 20 },
    );
}

/** The next facts of a partition in order, and the place after them (after all that was looked through, if none matched). */
export async function readBatch(connection: Connection, reading: Reading): Promise<{ facts: ReadFact[]; next: Place }> {
  const { from, head, size } = reading;
  const until = Math.min(head, from.position + SPAN);
  const facts: ReadFact[] = [];
  for await (const { _id, position, facts: found } of lookThrough(connection, reading, until)) {
    const unread = found.filter(({ index }) => position > from.position || index >= from.offset);
    for (const fact of unread)
      facts.push({ ...fact, event_id: `${_id}:${String(fact.index)}`, place: { position, offset: fact.index + 1 } });
    if (facts.length >= size) break;
  }
  const batch = facts.slice(0, size);
  return { facts: batch, next: facts.length < size ? placeAfter(until) : (batch.at(-1)?.place ?? from) };
}
