import type { Connection } from '../mongo/connect';
import { createLease } from '../mongo/lease';
import { leaseModel } from '../mongo/lease.model';
import { createTransactions, type Session } from '../mongo/transaction';
import type { Log } from '../runtime/log';
import { startWorker, type Worker } from '../runtime/worker';
import { outboxModel } from './outbox.model';

export const SEQUENCER = 'outbox-sequencer';
const BATCH_SIZE = 500;
const IDLE_MS = 250;

/** The last position given out; every document up to it is readable. */
export async function headPosition(connection: Connection): Promise<number> {
  const lease = await leaseModel(connection).findById(SEQUENCER).lean();
  return lease?.position ?? 0;
}

/**
 * Stamps committed outbox documents with their position, those of one lead in the order of their commits. A reader that
 * has seen position n never finds a smaller new one: counting and stamping are one transaction, and it writes to the
 * lease, so two sequencers conflict instead of interleaving.
 */
export function startSequencer(connection: Connection, log: Log, onStamped: () => void): Worker {
  const lease = createLease(connection, SEQUENCER);
  const leases = leaseModel(connection);
  const outbox = outboxModel(connection);
  const inTransaction = createTransactions(connection);

  const stamp = async (session: Session): Promise<number> => {
    const committed = await outbox
      .find({ sequenced: false }, { _id: 1 }, { session })
      .sort({ written: 1 })
      .limit(BATCH_SIZE)
      .lean();
    if (committed.length === 0) return 0;
    const held = await leases.findOneAndUpdate(
      { _id: SEQUENCER, token: lease.token },
      { $inc: { position: committed.length } },
      { session, returnDocument: 'before' },
    );
    if (!held) return 0; // lost meanwhile: the next holder stamps them
    await outbox.bulkWrite(
      committed.map(({ _id }, index) => ({
        updateOne: { filter: { _id }, update: { $set: { position: held.position + index + 1, sequenced: true } } },
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
