import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { newId, type Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { cursorModel, quarantineModel } from './ingestion.model';
import type { Malformed } from './login';

export type IngestionStore = ReturnType<typeof createIngestionStore>;

export function createIngestionStore(connection: Connection, clock: Clock) {
  const cursors = cursorModel(connection);
  const quarantine = quarantineModel(connection);
  return {
    cursor: (company: string, source: string) => cursors.findOne({ company_id: company, source }).lean(),
    /** Moves the cursor if it still stands at `from`; answers where it stands now. */
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
    /** Stores each malformed record once, however many pages contain it. */
    quarantine: async (session: Session, company: string, source: string, malformed: readonly Malformed[]) => {
      if (malformed.length === 0) return;
      const created_at = clock.now();
      const operations = malformed.map(({ reason, record, record_hash }) => ({
        updateOne: {
          filter: { company_id: company, source, record_hash },
          update: { $setOnInsert: { _id: newId(), reason, record, created_at } },
          upsert: true,
        },
      }));
      await quarantine.bulkWrite(operations, { session });
    },
  };
}
