import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { newId, type Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { cursorModel } from './cursor.model';
import { quarantineModel } from './quarantine.model';

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
    quarantine: async (session: Session, company: string, source: string, rejected: readonly Rejected[]) => {
      if (rejected.length === 0) return;
      const created_at = clock.now();
      await quarantine.insertMany(
        rejected.map(({ reason, record }) => ({
          _id: newId(),
          company_id: company,
          source,
          reason,
          record,
          created_at,
        })),
        { session },
      );
    },
  };
}
