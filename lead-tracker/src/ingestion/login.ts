import { createHash } from 'node:crypto';
import { LoginRecord, type IngestLogins } from '@lead-nurturing/contracts/ingestion/ingestion';
import { unstorableIn } from '@lead-nurturing/contracts/common/storable';
import { whyImplausible } from '../leads/lead';
import type { LeadUpsert } from '../leads/upsert-leads';

/** A record of a batch after validation: a login, or the reason why it is not one. */
export type ValidatedRecord =
  | { kind: 'login'; index: number; key: string; login: LoginRecord }
  | { kind: 'malformed'; index: number; reason: string; record: unknown; record_hash: string };
export type Login = Extract<ValidatedRecord, { kind: 'login' }>;
export type Malformed = Extract<ValidatedRecord, { kind: 'malformed' }>;

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** The idempotency key of a batch: its content, so that a batch sent again is the same batch. */
export const batchKey = ({ source, cursor, records }: IngestLogins): string => sha256([source, cursor, records]);

/** The idempotency key of a login's event. */
export const loginKey = (source: string, loginId: string): string => `login:${source}:${loginId}`;

/** A reason is cut here; the quarantined record shows the rest. */
const LONGEST_REASON = 500;

function malformed(index: number, reason: string, record: unknown): Malformed {
  const shortened = reason.slice(0, LONGEST_REASON).toWellFormed();
  return { kind: 'malformed', index, reason: shortened, record, record_hash: sha256(record) };
}

function validateRecord(record: unknown, index: number, source: string, now: Date): ValidatedRecord {
  const unstorable = unstorableIn(record);
  // MongoDB cannot store such a record as it is, so its JSON text is stored.
  if (unstorable)
    return malformed(index, `${unstorable.field || 'record'}: ${unstorable.message}`, JSON.stringify(record));
  const parsed = LoginRecord.safeParse(record);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'record'}: ${message}`);
    return malformed(index, reasons.join('; '), record);
  }
  const login = parsed.data;
  const implausible = whyImplausible(new Date(login.occurred_at), now);
  if (implausible) return malformed(index, `occurred_at: ${implausible}`, record);
  return { kind: 'login', index, key: loginKey(source, login.login_id), login };
}

/** Validates each record by itself, so that a malformed one never stops the others. */
export const validateRecords = (records: readonly unknown[], source: string, now: Date): ValidatedRecord[] =>
  records.map((record, index) => validateRecord(record, index, source, now));

/** A login as a record of its lead, with the event that it is. */
export function toLeadUpsert({ login, key }: Login, source: string): LeadUpsert {
  const { crm_user_id, ...person } = login.user;
  const at = new Date(login.occurred_at);
  return {
    source,
    crm_user_id,
    product_id: login.product_id,
    person,
    lead: { organization_id: login.organization?.id, trial_status: login.trial_status },
    at,
    event: {
      event_type: 'login',
      channel: 'product',
      timestamp: at,
      metadata: { login_id: login.login_id, ...(login.organization && { organization: login.organization }) },
      idempotency_key: key,
    },
  };
}
