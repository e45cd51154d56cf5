import type { Connection } from '../mongo/connect';
import { createLease } from '../mongo/lease';
import { createTransactions, type Session } from '../mongo/transaction';
import type { Log } from '../runtime/log';
import { startWorker, type Worker } from '../runtime/worker';
import { outboxHeadModel, outboxModel } from './outbox.model';

const SEQUENCER = 'outbox-sequencer';
const HEAD = 'outbox';
const BATCH_SIZE = 500;
const IDLE_MS = 250;

/** The last position given out; every document up to it is readable. */
export async function headPosition(connection: Connection): Promise<number> {
  const head = await outboxHeadModel(connection).findById(HEAD).lean();
  return head?.position ?? 0;
}

/**
 * Stamps committed outbox documents with their position, those of one lead in the order of their commits. A reader that
 * has seen position n never finds a smaller new one: a transaction both moves the head and stamps, so that two
 * sequencers at the same time conflict on the head and one of them repeats. The lease only saves these conflicts.
 */
export function startSequencer(connection: Connection, log: Log, onStamped: () => void): Worker {
  const lease = createLease(connection, SEQUENCER);
  const head = outboxHeadModel(connection);
  const outbox = outboxModel(connection);
  const inTransaction = createTransactions(connection);

  const stamp = async (session: Session): Promise<number> => {
    const committed = await outbox
      .find({ sequenced: false }, { _id: 1 }, { session })
      .sort({ written: 1 })
      .limit(BATCH_SIZE)
      .lean();
    if (committed.length === 0) return 0;
    const { position } = await head
      .findOneAndUpdate(
        { _id: HEAD },
        { $inc: { position: committed.length } },
        { session, upsert: true, returnDocument: 'after' },
      )
      .lean();
    const before = position - committed.length;
    await outbox.bulkWrite(
      committed.map(({ _id }, index) => ({
        updateOne: { filter: { _id }, update: { $set: { position: before + index + 1, sequenced: true } } },
      })),
      { session },
    );
    return committed.length;
  };

  const tick = async () => {
    if (!(await lease.hold())) return false;
    if (!(await outbox.exists({ sequenced: false }))) return false;
    const stamped = await inTransaction(stamp);
    if (stamped > 0) onStamped();
    return stamped === BATCH_SIZE;
  };

  const worker = startWorker({ name: SEQUENCER, log, idleMs: IDLE_MS, tick });
  return {
    wake: worker.wake,
    stop: async () => {
      await worker.stop();
      await lease.release();
    },
  };
}
