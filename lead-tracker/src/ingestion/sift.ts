import { LoginRecord } from '@lead-nurturing/contracts/ingestion';
import { isPlausible } from '../events/plausible';

/** What one record of a batch turned out to be. */
export type Sifted =
  | { kind: 'login'; index: number; key: string; login: LoginRecord }
  | { kind: 'malformed'; index: number; reason: string; record: unknown };

export const loginKey = (source: string, loginId: string): string => `login:${source}:${loginId}`;

function siftOne(record: unknown, index: number, source: string, now: Date): Sifted {
  const parsed = LoginRecord.safeParse(record);
  if (!parsed.success) {
    const reason = parsed.error.issues
      .map(({ path, message }) => `${path.join('.') || 'record'}: ${message}`)
      .join('; ');
    return { kind: 'malformed', index, reason, record };
  }
  const login = parsed.data;
  if (!isPlausible(new Date(login.occurred_at), now))
    return { kind: 'malformed', index, reason: 'occurred_at: lies in the future', record };
  return { kind: 'login', index, key: loginKey(source, login.login_id), login };
}

/** Judges each record by itself: a malformed one never stops the others. */
export const sift = (records: readonly unknown[], source: string, now: Date): Sifted[] =>
  records.map((record, index) => siftOne(record, index, source, now));
