import type { Connection } from 'mongoose';
import { z } from 'zod';
import { newId } from '../runtime/clock';
import { defineModel } from './model';
import { isDuplicateKey } from './transaction';

const LeaseDocument = z.object({
  /** The name of the work that one instance at a time does. */
  _id: z.string(),
  /** The id of the holder; null after a release. */
  holder: z.string().nullable(),
  /** End of the lease by the database's clock. After it any instance can take the lease. */
  held_until: z.date(),
});

export const leaseModel = defineModel('leases', LeaseDocument);

export interface Lease {
  /** Takes or renews the lease; false while another instance has it. */
  hold(): Promise<boolean>;
  release(): Promise<void>;
}

/** How long a lease lasts that its holder does not renew, in milliseconds. */
const TERM_MS = 10_000;

/** After this time the holder renews; before it, `hold` answers from memory. */
const RENEW_MS = TERM_MS / 3;

const RELEASED = { holder: null, held_until: new Date(0) } as const;

/**
 * The lease of the work with this name: one instance at a time has it, by the database's clock. A holder that was
 * suspended for longer than the term may run on for a moment beside the next one, so the lease saves work and does not
 * replace conditional updates.
 */
export function createLease(connection: Connection, name: string): Lease {
  const leases = leaseModel(connection);
  const holder = newId();
  let isInserted = false;
  let renewAt = 0;

  const insert = async () => {
    try {
      await leases.updateOne({ _id: name }, { $setOnInsert: RELEASED }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // another instance inserted it at the same time
    }
    isInserted = true;
  };

  return {
    hold: async () => {
      if (performance.now() < renewAt) return true;
      if (!isInserted) await insert();
      // The time before the request, so that this process believes in the lease no longer than the database does.
      const asked = performance.now();
      const { matchedCount } = await leases.updateOne(
        { _id: name, $or: [{ holder }, { $expr: { $lt: ['$held_until', '$$NOW'] } }] },
        [{ $set: { holder, held_until: { $add: ['$$NOW', TERM_MS] } } }],
        { updatePipeline: true },
      );
      renewAt = matchedCount === 1 ? asked + RENEW_MS : 0;
      return matchedCount === 1;
    },
    release: async () => {
      renewAt = 0;
      await leases.updateOne({ _id: name, holder }, { $set: RELEASED });
    },
  };
}
