import type { Connection } from '../mongo/connect';
import type { OutboxDocument, StoredDomainEvent } from './outbox.model';
import { offsetAfter, type StreamOffset } from './stream-offset';

export interface ReadDomainEvent extends StoredDomainEvent {
  event_id: string;
}

export interface Reading {
  company: string;
  /** The types of domain events. */
  events: readonly string[];
  partitions: readonly number[];
  from: StreamOffset;
  /** The last position that the sequencer has given; later documents are not read. */
  head: number;
  /** The most events per partition. */
  size: number;
}

/** A part of the outbox: the events of each partition between the reading's `from` and `to`, in order. */
export interface Window {
  batches: Map<number, ReadDomainEvent[]>;
  to: StreamOffset;
}

/** The most positions that one reading covers. */
const SPAN = 5_000;

type Found = Pick<OutboxDocument, '_id' | 'position' | 'events'>;

/** The documents with events of these types and partitions, in order, with these events alone. */
function findDocuments(connection: Connection, { company, events, partitions, from }: Reading, until: number) {
  // `$literal`: a type that begins with `$` is text and not an expression.
  const wanted = {
    $and: [
      { $in: ['$$event.partition', { $literal: [...partitions] }] },
      { $in: ['$$event.type', { $literal: [...events] }] },
    ],
  };
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

/**
 * Reads the next events of several partitions that stand at the same offset. The window ends at the head, after the span,
 * or before the first event for which its partition has no room, so that all partitions stand at the same offset again
 * after it.
 */
export async function readWindow(connection: Connection, reading: Reading): Promise<Window> {
  const { partitions, from, head, size } = reading;
  const until = Math.min(head, from.position + SPAN);
  const batches = new Map<number, ReadDomainEvent[]>(partitions.map((partition) => [partition, []]));
  for await (const { _id, position, events } of findDocuments(connection, reading, until))
    for (const event of events) {
      if (position === from.position && event.index < from.offset) continue;
      const batch = batches.get(event.partition) ?? [];
      if (batch.length === size) return { batches, to: { position, offset: event.index } };
      batch.push({ ...event, event_id: `${_id}:${String(event.index)}` });
    }
  return { batches, to: offsetAfter(until) };
}
