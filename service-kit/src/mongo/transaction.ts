import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientSession, Connection } from 'mongoose';

export type Session = ClientSession;

/**
 * Runs `work` in one transaction with snapshot reads and majority writes, and commits it. The driver repeats `work` on a
 * write conflict. A duplicate key repeats it as well, up to five times, because another transaction inserted the document
 * and the next snapshot contains it. So `work` must read and write through the session alone, one operation at a time.
 */
export type InTransaction = <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>;

const DUPLICATE_KEY = 11_000;
const ATTEMPTS = 5;

/** Whether a unique index refused a write. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === DUPLICATE_KEY;

const OPTIONS = { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } } as const;

async function runWithRetries<Result>(
  session: Session,
  work: (session: Session) => Promise<Result>,
  attempt = 1,
): Promise<Result> {
  try {
    return await session.withTransaction(() => work(session), OPTIONS);
  } catch (error) {
    if (!isDuplicateKey(error) || attempt === ATTEMPTS) throw error;
  }
  await sleep(5 * attempt);
  return runWithRetries(session, work, attempt + 1);
}

export function createTransactions(connection: Connection): InTransaction {
  return async (work) => {
    const session = await connection.startSession();
    try {
      return await runWithRetries(session, work);
    } finally {
      await session.endSession();
    }
  };
}
