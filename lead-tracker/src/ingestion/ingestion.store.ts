import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { newId, type Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { cursorModel, quarantineModel } from './ingestion.model';
import { hashOf } from './hash';

export type IngestionStore = ReturnType<typeof createIngestionStore>;

interface Rejected {
  reason: string;
  record: unknown;
}

export function createIngestionStore(connection: Connection, clock: Clock) {
  const cursors = cursorModel(connection);
  const quarantine = quarantineModel(connection);
  return {
    cursor: (company: string, source: string) => cursors.findOne({ company_id: company, source }).lean(),
    /** Moves the cursor if it still stands at `from`, and says where it stands then. */
    moveCursor: async (
      session: Session,
      company: string,
      source: string,
      { from, to }: { from: string | null; to: string },
    ) => {
      const current = await cursors.findOne({ company_id: company, source }, null, { session }).lean();
      if ((current?.cursor ?? null) !== from) return current?.cursor ?? null;
      await cursors.updateOne(
        { company_id: company, source },
        { $set: { cursor: to, updated_at: clock.now() }, $setOnInsert: { _id: newId() } },
        { session, upsert: true },
      );
      return to;
    },
    /** Keeps each record once, however often it is told. */
    quarantine: async (session: Session, company: string, source: string, rejected: readonly Rejected[]) => {
      if (rejected.length === 0) return;
      const created_at = clock.now();
      const operations = rejected.map(({ reason, record }) => ({
        updateOne: {
          filter: { company_id: company, source, record_hash: hashOf(record) },
          update: { $setOnInsert: { _id: newId(), reason, record, created_at } },
          upsert: true,
        },
      }));
      await quarantine.bulkWrite(operations, { session });
    },
  };
}
