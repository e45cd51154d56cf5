import type { mongo } from 'mongoose';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { UnitOfWork } from './unit-of-work';

export type Commit = (session: Session, company: string, unitOfWork: UnitOfWork) => Promise<void>;

interface Stored {
  _id: string;
  company_id: string;
}

const insert = (document: Stored): mongo.AnyBulkWriteOperation<Stored> => ({ insertOne: { document } });

const replace = (document: Stored): mongo.AnyBulkWriteOperation<Stored> => ({
  replaceOne: { filter: { _id: document._id, company_id: document.company_id }, replacement: document },
});

/**
 * Saves what was decided, one write a collection. It goes straight to the driver: the documents are typed and complete,
 * and casting each again would halve the speed of ingestion. What was read in the same transaction cannot have changed
 * meanwhile: the database would report a write conflict and the transaction be repeated.
 */
export function createCommit(connection: Connection, outbox: Outbox): Commit {
  const write = async (session: Session, collection: string, operations: mongo.AnyBulkWriteOperation<Stored>[]) => {
    if (operations.length > 0) await connection.collection<Stored>(collection).bulkWrite(operations, { session });
  };
  return async (session, company, unitOfWork) => {
    const { newPeople, people, identities, newLeads, leads, events, ledger, audit, domainEvents } = unitOfWork;
    // One after the other: a session takes one operation at a time.
    await write(session, 'people', [...newPeople.map(insert), ...people.map(replace)]);
    await write(session, 'identities', identities.map(insert));
    await write(session, 'leads', [...newLeads.map(insert), ...leads.map(replace)]);
    await write(session, 'lead_events', events.map(insert));
    await write(session, 'lead_scores', ledger.map(insert));
    await write(session, 'audit', audit.map(insert));
    await outbox.append(session, company, domainEvents);
  };
}
