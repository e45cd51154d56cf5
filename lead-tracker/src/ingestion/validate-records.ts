import { LoginRecord } from '@lead-nurturing/contracts/ingestion/ingestion';
import { unstorableIn } from '@lead-nurturing/contracts/common/storable';
import { whyImplausible } from '../events/plausible';

/** What one record of a batch turned out to be. */
export type ValidatedRecord =
  | { kind: 'login'; index: number; key: string; login: LoginRecord }
  | { kind: 'malformed'; index: number; reason: string; record: unknown };

export const loginKey = (source: string, loginId: string): string => `login:${source}:${loginId}`;

/** Enough to see what is wrong with it; all of it is in the record. */
const LONGEST_REASON = 500;
const inShort = (reason: string) => reason.slice(0, LONGEST_REASON).toWellFormed();

function validateRecord(record: unknown, index: number, source: string, now: Date): ValidatedRecord {
  const unstorable = unstorableIn(record);
  if (unstorable) {
    const reason = inShort(`${unstorable.field || 'record'}: ${unstorable.message}`);
    // As text it is kept as it came.
    return { kind: 'malformed', index, reason, record: JSON.stringify(record) };
  }
  const parsed = LoginRecord.safeParse(record);
  if (!parsed.success) {
    const reason = parsed.error.issues
      .map(({ path, message }) => `${path.join('.') || 'record'}: ${message}`)
      .join('; ');
    return { kind: 'malformed', index, reason: inShort(reason), record };
  }
  const login = parsed.data;
  const implausible = whyImplausible(new Date(login.occurred_at), now);
  if (implausible) return { kind: 'malformed', index, reason: `occurred_at: ${implausible}`, record };
  return { kind: 'login', index, key: loginKey(source, login.login_id), login };
}

/** Judges each record by itself: a malformed one never stops the others. */
export const validateRecords = (records: readonly unknown[], source: string, now: Date): ValidatedRecord[] =>
  records.map((record, index) => validateRecord(record, index, source, now));
