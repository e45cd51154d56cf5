import { newId } from '../runtime/clock';
import type { Connection } from './connect';
import { leaseModel } from './lease.model';
import { isDuplicateKey } from './transaction';

export interface Lease {
  readonly name: string;
  /** Proves the holder inside a transaction. */
  readonly token: string;
  /** Takes or keeps the lease; false while somebody else holds it. */
  hold(): Promise<boolean>;
  release(): Promise<void>;
}

/** How long a dead holder blocks the others, in milliseconds. */
const TERM_MS = 10_000;

/** One holder at a time across all instances, by the database's clock. */
export function createLease(connection: Connection, name: string): Lease {
  const leases = leaseModel(connection);
  const token = newId();
  let renewAt = 0;

  const introduce = async () => {
    try {
      await leases.updateOne({ _id: name }, { $setOnInsert: { expires_at: new Date(0) } }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  };

  const take = () =>
    leases.updateOne(
      { _id: name, $or: [{ token }, { $expr: { $lt: ['$expires_at', '$$NOW'] } }] },
      [{ $set: { token, expires_at: { $add: ['$$NOW', TERM_MS] } } }],
      { updatePipeline: true },
    );

  return {
    name,
    token,
    hold: async () => {
      if (performance.now() < renewAt) return true;
      if (renewAt === 0) await introduce();
      // Counted from before the request: we never believe in the lease longer than the database does.
      const asked = performance.now();
      const { matchedCount } = await take();
      renewAt = matchedCount === 1 ? asked + TERM_MS / 3 : 0;
      return matchedCount === 1;
    },
    release: async () => {
      renewAt = 0;
      await leases.updateOne({ _id: name, token }, { $set: { token: null, expires_at: new Date(0) } });
    },
  };
}
