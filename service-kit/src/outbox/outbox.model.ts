import { Schema, type Connection, type mongo } from 'mongoose';
import { defineSchema } from '../mongo/schema';

export interface StoredDomainEvent {
  type: string;
  occurred_at: Date;
  /** Which of the parallel ways to a subscriber it takes: facts of one subject share one. */
  partition: number;
  /** Its place in the document; with the document's id it names the fact. */
  index: number;
  lead_seq?: number;
  data: Record<string, unknown>;
}

/** All facts of one transaction. */
export interface OutboxDocument {
  _id: string;
  company_id: string;
  events: StoredDomainEvent[];
  /**
   * By the database's clock. Of two transactions of one lead the later one writes after the commit of the earlier, which
   * neither ids nor machines' clocks can promise.
   */
  written: mongo.Timestamp;
  /** In commit order, stamped after the commit; ids are not in commit order. */
  position: number;
  sequenced: boolean;
  created_at: Date;
}

/** So long may a subscriber be away: delivered or not, older facts are gone. Its subscription's `lag` grows meanwhile. */
const KEPT_SECONDS = 14 * 24 * 3_600;

const schema = defineSchema<OutboxDocument>(
  {
    _id: { type: String, required: true },
    company_id: { type: String, required: true },
    events: { type: Schema.Types.Mixed, required: true },
    written: { type: Schema.Types.Mixed, required: true },
    position: { type: Number, default: 0 },
    sequenced: { type: Boolean, default: false },
    created_at: { type: Date, required: true },
  },
  [
    [{ company_id: 1, position: 1 }],
    [{ sequenced: 1, written: 1 }, { partialFilterExpression: { sequenced: false } }],
    [{ created_at: 1 }, { expireAfterSeconds: KEPT_SECONDS }],
  ],
);

export const outboxModel = (connection: Connection) => connection.model<OutboxDocument>('Outbox', schema, 'outbox');

interface OutboxHeadDocument {
  _id: string;
  position: number;
}

const headSchema = defineSchema<OutboxHeadDocument>({
  _id: { type: String, required: true },
  position: { type: Number, required: true },
});

/** One document with the last position given out; every outbox document up to it can be read. */
export const outboxHeadModel = (connection: Connection) =>
  connection.model<OutboxHeadDocument>('OutboxHead', headSchema, 'outbox_head');
