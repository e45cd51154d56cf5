import {
  LoginsIngested,
  type IngestionCursor,
  type IngestLogins,
  type IngestResult,
} from '@lead-nurturing/contracts/ingestion/ingestion';
import type { Caller } from '@lead-nurturing/service-kit/http/route';
import type { Idempotent } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Commit } from '../unit-of-work/commit.store';
import type { EventStore } from '../events/event.store';
import type { UpsertLeads } from '../leads/upsert-leads.service';
import { batchKey } from './batch-key';
import type { IngestionStore } from './ingestion.store';
import { validateRecords, type ValidatedRecord } from './validate-records';
import { toLeadUpsert } from './to-lead-upsert';

export type Ingestion = ReturnType<typeof createIngestion>;

interface IngestionDeps {
  ingestion: IngestionStore;
  events: EventStore;
  upsertLeads: UpsertLeads;
  commit: Commit;
  idempotent: Idempotent;
  clock: Clock;
}

type Login = Extract<ValidatedRecord, { kind: 'login' }>;

/** One login a key: the first that tells of it. */
const firsts = (logins: readonly Login[]): Login[] =>
  [...Map.groupBy(logins, ({ key }) => key).values()].flatMap(([first]) => first ?? []);

function countResults(results: readonly IngestResult[]): LoginsIngested['counts'] {
  const counts = { created: 0, updated: 0, duplicate: 0, quarantined: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

export function createIngestion({ ingestion, events, upsertLeads, commit, idempotent, clock }: IngestionDeps) {
  /** Settles the logins nobody has recorded; a login told twice, now or before, is a duplicate of the first. */
  const ingest = async (session: Session, { company, actor }: Caller, source: string, logins: readonly Login[]) => {
    const leadOf = await events.recorded(
      session,
      company,
      logins.map(({ key }) => key),
    );
    const fresh = firsts(logins.filter(({ key }) => !leadOf.has(key)));
    const upserts = fresh.map(({ key, login }) => toLeadUpsert(login, source, key));
    const { results, unitOfWork } = await upsertLeads(session, company, actor, upserts);
    await commit(session, company, unitOfWork);
    const statusOf = new Map<number, IngestResult['status']>();
    results.forEach(({ lead, created }, at) => {
      const login = fresh[at];
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
      const validated = validateRecords(records, source, clock.now());
      const operation = { company, operation: 'ingestion.logins', key: batchKey(batch), result: LoginsIngested };
      return idempotent(operation, async (session) => {
        const logins = validated.filter((record) => record.kind === 'login');
        const resultOf = await ingest(session, caller, source, logins);
        await ingestion.quarantine(
          session,
          company,
          source,
          validated.filter((record) => record.kind === 'malformed'),
        );
        const results = validated.map((record): IngestResult =>
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
