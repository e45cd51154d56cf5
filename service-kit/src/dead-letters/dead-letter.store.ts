import type { DeadLetterKind } from '@lead-nurturing/contracts/common/dead-letter';
import type { Connection } from '../mongo/connect';
import type { Session } from '../mongo/transaction';
import { newId, type Clock } from '../runtime/clock';
import { deadLetterModel, type DeadLetterDocument } from './dead-letter.model';

export type NewDeadLetter = Pick<DeadLetterDocument, 'kind' | 'origin' | 'reason' | 'payload' | 'idempotency_key'>;
export type DeadLetterStore = ReturnType<typeof createDeadLetterStore>;

interface Listing {
  kind?: DeadLetterKind | undefined;
  /** The id of the last one seen. */
  cursor?: string | undefined;
  limit: number;
}

export function createDeadLetterStore(connection: Connection, clock: Clock) {
  const model = deadLetterModel(connection);
  return {
    /** Adds it, or answers with the one that is there. */
    keep: async (
      company: string,
      { kind, idempotency_key, ...rest }: NewDeadLetter,
      session: Session | null = null,
    ) => {
      const kept = await model
        .findOneAndUpdate(
          { company_id: company, kind, idempotency_key },
          { $setOnInsert: { _id: newId(), ...rest, created_at: clock.now() } },
          { upsert: true, returnDocument: 'after', session },
        )
        .lean();
      return kept;
    },
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
