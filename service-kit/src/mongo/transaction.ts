import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientSession, Connection } from 'mongoose';

export type Session = ClientSession;

/**
 * Runs `work` in one transaction. It is repeated whole on a write conflict (by the driver) and on a duplicate key (here:
 * somebody else made it first, and a second look finds theirs), so it must do nothing but read and write through the
 * session.
 */
export type InTransaction = <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>;

const DUPLICATE_KEY = 11_000;
const LOOKS = 5;

/** A unique index said no. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === DUPLICATE_KEY;

const OPTIONS = { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } } as const;

async function commit<Result>(
  session: Session,
  work: (session: Session) => Promise<Result>,
  look = 1,
): Promise<Result> {
  try {
    return await session.withTransaction(() => work(session), OPTIONS);
  } catch (error) {
    if (!isDuplicateKey(error) || look === LOOKS) throw error;
  }
  await sleep(5 * look);
  return commit(session, work, look + 1);
}

export function createTransactions(connection: Connection): InTransaction {
  return async (work) => {
    const session = await connection.startSession();
    try {
      return await commit(session, work);
    } finally {
      await session.endSession();
    }
  };
}
