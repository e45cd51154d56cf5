import type { Connection } from '../mongo/connect';
import type { OutboxDocument, StoredDomainEvent } from './outbox.model';
import { offsetAfter, type StreamOffset } from './stream-offset';

export interface ReadDomainEvent extends StoredDomainEvent {
  event_id: string;
  streamOffset: StreamOffset;
}

interface Reading {
  company: string;
  events: readonly string[];
  partition: number;
  from: StreamOffset;
  /** Nothing beyond the sequencer's head is looked for. */
  head: number;
  size: number;
}

/** How many positions one reading looks through at most. */
const SPAN = 5_000;

type Found = Pick<OutboxDocument, '_id' | 'position' | 'events'>;

/** The documents that hold facts for this partition, in order, with these facts alone. */
function lookThrough(connection: Connection, { company, events, partition, from }: Reading, until: number) {
  // Literally: what a subscriber asks for is no expression.
  const types = { $literal: [...events] };
  const wanted = { $and: [{ $eq: ['$$event.partition', partition] }, { $in: ['$$event.type', types] }] };
  return connection
    .collection<OutboxDocument>('outbox')
    .aggregate<Found>(
      [
        { $match: { company_id: company, position: { $gte: from.position, $lte: until } } },
        { $sort: { position: 1 } },
        { $project: { position: 1, events: { $filter: { input: '$events', as: 'event', cond: wanted } } } },
        { $match: { 'events.0': { $exists: true } } },
      ],
      { batchSize: 20 },
    );
}

/** The next facts of a partition in order, and the place after them (after all that was looked through, if none matched). */
export async function readBatch(
  connection: Connection,
  reading: Reading,
): Promise<{ domainEvents: ReadDomainEvent[]; next: StreamOffset }> {
  const { from, head, size } = reading;
  const until = Math.min(head, from.position + SPAN);
  const domainEvents: ReadDomainEvent[] = [];
  for await (const { _id, position, events: found } of lookThrough(connection, reading, until)) {
    const unread = found.filter(({ index }) => position > from.position || index >= from.offset);
    for (const domainEvent of unread)
      domainEvents.push({
        ...domainEvent,
        event_id: `${_id}:${String(domainEvent.index)}`,
        streamOffset: { position, offset: domainEvent.index + 1 },
      });
    if (domainEvents.length >= size) break;
  }
  const batch = domainEvents.slice(0, size);
  return {
    domainEvents: batch,
    next: domainEvents.length < size ? offsetAfter(until) : (batch.at(-1)?.streamOffset ?? from),
  };
}
