import type { ClientSession, Connection } from 'mongoose';

export type Session = ClientSession;

/** Runs `work` in one transaction; the driver repeats it whole on a write conflict, so it must do nothing else. */
export type InTransaction = <Result>(work: (session: Session) => Promise<Result>) => Promise<Result>;

export function createTransactions(connection: Connection): InTransaction {
  return async (work) => {
    const session = await connection.startSession();
    try {
      return await session.withTransaction(() => work(session), {
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority' },
      });
    } finally {
      await session.endSession();
    }
  };
}

const DUPLICATE_KEY = 11_000;

/** Somebody else made it first: a unique index said no. */
export const isDuplicateKey = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === DUPLICATE_KEY;
