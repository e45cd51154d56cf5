import { mongo } from 'mongoose';
import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { Connection } from '../mongo/connect';
import type { Session } from '../mongo/transaction';
import { newId, type Clock } from '../runtime/clock';
import type { OutboxDocument, StoredDomainEvent } from './outbox.model';
import { partitionOf } from './partition';

export interface Outbox {
  /** Writes domain events in the transaction that causes them. They are delivered after its commit, at least once. */
  append(session: Session, company: string, domainEvents: readonly NewDomainEvent[]): Promise<void>;
}

/** The database replaces this value by its own time when it inserts. */
const NOW = new mongo.Timestamp({ t: 0, i: 0 });

function stored({ type, occurred_at, subject, lead_seq, data }: NewDomainEvent, index: number): StoredDomainEvent {
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
  // Uses the driver: Mongoose would take longer to cast the thousand events of a batch than the database to write them.
  const outbox = connection.collection<OutboxDocument>('outbox');
  return {
    append: async (session, company, domainEvents) => {
      if (domainEvents.length === 0) return;
      const document = {
        _id: newId(),
        company_id: company,
        events: domainEvents.map(stored),
        written: NOW,
        position: 0,
        sequenced: false,
        created_at: clock.now(),
      };
      await outbox.insertOne(document, { session });
    },
  };
}
