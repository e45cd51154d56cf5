import { mongo } from 'mongoose';
import type { NewFact } from '@lead-nurturing/contracts/fact';
import type { Connection } from '../mongo/connect';
import type { Session } from '../mongo/transaction';
import { newId, type Clock } from '../runtime/clock';
import type { OutboxDocument, StoredFact } from './outbox.model';
import { partitionOf } from './partition';

export interface Outbox {
  /** Writes the facts in the transaction that makes them true; they leave after its commit, at least once. */
  append(session: Session, company: string, facts: readonly NewFact[]): Promise<void>;
}

/** The database puts its own time here when it inserts. */
const NOW = new mongo.Timestamp({ t: 0, i: 0 });

function stored({ type, occurred_at, subject, lead_seq, data }: NewFact, index: number): StoredFact {
  return {
    type,
    occurred_at,
    partition: partitionOf(subject),
    index,
    data,
    ...(lead_seq !== undefined && { lead_seq }),
  };
}

export function createOutbox(connection: Connection, clock: Clock): Outbox {
  // Straight to the driver: casting a batch's thousand facts one by one would cost more than writing them.
  const outbox = connection.collection<OutboxDocument>('outbox');
  return {
    append: async (session, company, facts) => {
      if (facts.length === 0) return;
      const document = {
        _id: newId(),
        company_id: company,
        facts: facts.map(stored),
        written: NOW,
        position: 0,
        sequenced: false,
        created_at: clock.now(),
      };
      await outbox.insertOne(document, { session });
    },
  };
}
