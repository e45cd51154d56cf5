import type { DeadLetterKind } from '@lead-nurturing/contracts/common/dead-letter';
import type { Connection } from '../mongo/connect';
import type { Session } from '../mongo/transaction';
import { newId, type Clock } from '../runtime/clock';
import { deadLetterModel, type DeadLetterDocument } from './dead-letter.model';

export type NewDeadLetter = Omit<DeadLetterDocument, '_id' | 'company_id' | 'created_at'>;
export type DeadLetterStore = ReturnType<typeof createDeadLetterStore>;

interface Listing {
  kind: DeadLetterKind | undefined;
  /** The id of the last dead letter of the page before. */
  cursor: string | undefined;
  limit: number;
}

export function createDeadLetterStore(connection: Connection, clock: Clock) {
  const model = deadLetterModel(connection);
  return {
    /** Inserts the dead letter, or returns the one that exists with this kind and idempotency key. */
    keep: (company: string, { kind, idempotency_key, ...rest }: NewDeadLetter, session: Session | null = null) =>
      model
        .findOneAndUpdate(
          { company_id: company, kind, idempotency_key },
          { $setOnInsert: { _id: newId(), ...rest, created_at: clock.now() } },
          { upsert: true, returnDocument: 'after', session },
        )
        .lean(),
    find: (company: string, id: string) => model.findOne({ _id: id, company_id: company }).lean(),
    /** Newest first. */
    list: (company: string, { kind, cursor, limit }: Listing) =>
      model
        .find({ company_id: company, ...(kind && { kind }), ...(cursor && { _id: { $lt: cursor } }) })
        .sort({ _id: -1 })
        .limit(limit)
        .lean(),
  };
}
