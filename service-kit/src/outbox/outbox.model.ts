import { mongo } from 'mongoose';
import { z } from 'zod';
import { defineModel } from '../mongo/model';

const StoredDomainEvent = z.object({
  type: z.string(),
  occurred_at: z.date(),
  /** The partition of the stream: events of one subject share a partition, which keeps their order. */
  partition: z.number(),
  /** The place in the document. Together with the document's id, it makes the event's id. */
  index: z.number(),
  lead_seq: z.number().optional(),
  data: z.record(z.string(), z.unknown()),
});
export type StoredDomainEvent = z.infer<typeof StoredDomainEvent>;

/** All domain events of one transaction. */
const OutboxDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  events: z.array(StoredDomainEvent),
  /**
   * By the database's clock. Of two transactions of one lead, the later one writes after the earlier one has committed,
   * which neither ids nor the clocks of machines guarantee.
   */
  written: z.instanceof(mongo.Timestamp),
  /** Rises in the order of commits; the sequencer sets it after the commit. Ids are not in this order. */
  position: z.number().default(0),
  sequenced: z.boolean().default(false),
  created_at: z.date(),
});
export type OutboxDocument = z.infer<typeof OutboxDocument>;

/** A subscriber can be absent for this time. Older events are deleted, delivered or not. */
const KEPT_SECONDS = 14 * 24 * 3_600;

export const outboxModel = defineModel('outbox', OutboxDocument, [
  [{ company_id: 1, position: 1 }],
  [{ sequenced: 1, written: 1 }, { partialFilterExpression: { sequenced: false } }],
  [{ created_at: 1 }, { expireAfterSeconds: KEPT_SECONDS }],
]);

const OutboxHead = z.object({ _id: z.string(), position: z.number() });

/** One document with the last position given out; every outbox document up to it can be read. */
export const outboxHeadModel = defineModel('outbox_head', OutboxHead);
