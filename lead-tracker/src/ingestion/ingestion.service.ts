import {
  LoginsIngested,
  type IngestionCursor,
  type IngestLogins,
  type IngestResult,
} from '@lead-nurturing/contracts/ingestion';
import type { Caller } from '@lead-nurturing/service-kit/http/route';
import type { Once } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { SaveChanges } from '../changes/changes.store';
import type { EventStore } from '../events/event.store';
import type { Settle } from '../leads/settle.service';
import { batchKey } from './batch-key';
import type { IngestionStore } from './ingestion.store';
import { sift, type Sifted } from './sift';
import { toArrival } from './to-arrival';

export type Ingestion = ReturnType<typeof createIngestion>;

interface IngestionDeps {
  ingestion: IngestionStore;
  events: EventStore;
  settle: Settle;
  saveChanges: SaveChanges;
  once: Once;
  clock: Clock;
}

type Login = Extract<Sifted, { kind: 'login' }>;

/** One login a key: the first that tells of it. */
const firsts = (logins: readonly Login[]): Login[] =>
  [...Map.groupBy(logins, ({ key }) => key).values()].flatMap(([first]) => first ?? []);

function countResults(results: readonly IngestResult[]): LoginsIngested['counts'] {
  const counts = { created: 0, updated: 0, duplicate: 0, quarantined: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

export function createIngestion({ ingestion, events, settle, saveChanges, once, clock }: IngestionDeps) {
  /** Settles the logins nobody has recorded; a login told twice, now or before, is a duplicate of the first. */
  const ingest = async (session: Session, { company, actor }: Caller, source: string, logins: readonly Login[]) => {
    const leadOf = await events.recorded(
      session,
      company,
      logins.map(({ key }) => key),
    );
    const fresh = firsts(logins.filter(({ key }) => !leadOf.has(key)));
    const arrivals = fresh.map(({ key, login }) => toArrival(login, source, key));
    const { results, changes } = await settle(session, company, actor, arrivals);
    await saveChanges(session, company, changes);
    const statusOf = new Map<number, IngestResult['status']>();
    results.forEach(({ lead, created }, place) => {
      const login = fresh[place];
      if (!login) return;
      leadOf.set(login.key, lead._id);
      statusOf.set(login.index, created ? 'created' : 'updated');
    });
    return ({ index, key }: Login): IngestResult => ({
      index,
      status: statusOf.get(index) ?? 'duplicate',
      lead_id: leadOf.get(key) ?? null,
      reason: null,
    });
  };

  return {
    /** Stores a page of logins and its cursor in one transaction; the same page again answers the same. */
    logins: (caller: Caller, batch: IngestLogins): Promise<LoginsIngested> => {
      const { company } = caller;
      const { source, cursor, records } = batch;
      const sifted = sift(records, source, clock.now());
      const operation = { company, operation: 'ingestion.logins', key: batchKey(batch), result: LoginsIngested };
      return once(operation, async (session) => {
        const logins = sifted.filter((record) => record.kind === 'login');
        const resultOf = await ingest(session, caller, source, logins);
        await ingestion.quarantine(
          session,
          company,
          source,
          sifted.filter((record) => record.kind === 'malformed'),
        );
        const results = sifted.map((record): IngestResult =>
          record.kind === 'login'
            ? resultOf(record)
            : { index: record.index, status: 'quarantined', lead_id: null, reason: record.reason },
        );
        const now = await ingestion.moveCursor(session, company, source, cursor);
        return { source, cursor: now, counts: countResults(results), results };
      });
    },
    cursor: async (company: string, source: string): Promise<IngestionCursor> => {
      const found = await ingestion.cursor(company, source);
      return { source, cursor: found?.cursor ?? null, updated_at: found?.updated_at.toISOString() ?? null };
    },
  };
}
