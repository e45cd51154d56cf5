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
import type { EventStore } from '../leads/event.store';
import type { UpsertLeads } from '../leads/upsert-leads.service';
import type { IngestionStore } from './ingestion.store';
import { batchKey, toLeadUpsert, validateRecords, type Login } from './login';

export type Ingestion = ReturnType<typeof createIngestionService>;

interface IngestionDeps {
  ingestion: IngestionStore;
  events: Pick<EventStore, 'recorded'>;
  upsertLeads: UpsertLeads;
  idempotent: Idempotent;
  clock: Clock;
}

/** The first login of each key. */
const firsts = (logins: readonly Login[]): Login[] =>
  [...Map.groupBy(logins, ({ key }) => key).values()].flatMap(([first]) => first ?? []);

function countResults(results: readonly IngestResult[]): LoginsIngested['counts'] {
  const counts = { created: 0, updated: 0, duplicate: 0, quarantined: 0 };
  for (const { status } of results) counts[status] += 1;
  return counts;
}

export function createIngestionService({ ingestion, events, upsertLeads, idempotent, clock }: IngestionDeps) {
  /** Records the logins that are not recorded yet. A login recorded before, or earlier in the batch, is a duplicate. */
  const ingest = async (session: Session, { company, actor }: Caller, source: string, logins: readonly Login[]) => {
    const keys = logins.map(({ key }) => key);
    const recorded = await events.recorded(session, company, keys);
    const fresh = firsts(logins.filter(({ key }) => !recorded.has(key)));
    const upserts = fresh.map((login) => toLeadUpsert(login, source));
    const upserted = await upsertLeads(session, company, actor, upserts);
    const freshOf = new Map(fresh.map(({ key, index }, at) => [key, { index, ...upserted[at] }]));
    return ({ index, key }: Login): IngestResult => {
      const first = freshOf.get(key);
      const status = first?.index !== index ? 'duplicate' : first.created ? 'created' : 'updated';
      return { index, status, lead_id: recorded.get(key) ?? first?.lead?._id ?? null, reason: null };
    };
  };

  return {
    /** Stores a page of logins and moves its cursor in one transaction. The same page again has the same answer. */
    logins: (caller: Caller, batch: IngestLogins): Promise<LoginsIngested> => {
      const { company } = caller;
      const { source, cursor, records } = batch;
      const validated = validateRecords(records, source, clock.now());
      const operation = { company, operation: 'ingestion.logins', key: batchKey(batch), result: LoginsIngested };
      return idempotent(operation, async (session) => {
        const logins = validated.filter((record) => record.kind === 'login');
        const malformed = validated.filter((record) => record.kind === 'malformed');
        const resultOf = await ingest(session, caller, source, logins);
        await ingestion.quarantine(session, company, source, malformed);
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
