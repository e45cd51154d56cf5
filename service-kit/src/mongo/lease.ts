import type { Connection } from 'mongoose';
import { newId } from '../runtime/clock';
import { defineSchema } from './schema';
import { isDuplicateKey } from './transaction';

/** The fields of a document that one process at a time works on. */
export interface Leased {
  /** Names the holder; null after a release. */
  holder: string | null;
  /** End of the lease by the database's clock. After it any process can take the lease. */
  held_until: Date;
}

/** The schema of {@link Leased}, to be spread into the schema of a collection. */
export const leasedFields = {
  holder: { type: String, default: null },
  held_until: { type: Date, required: true },
} as const;

/** How long a lease lasts that its holder does not renew, in milliseconds. */
const TERM_MS = 10_000;

/** After this time the holder renews; before it, `hold` answers from memory. */
const RENEW_MS = TERM_MS / 3;

const RELEASED = { holder: null, held_until: new Date(0) } as const;

/** What {@link createLeases} needs of the Mongoose model of a collection with {@link Leased} documents. */
interface LeasedModel {
  updateOne(filter: object, update: object[], options: object): PromiseLike<{ matchedCount: number }>;
  updateMany(filter: object, update: object): PromiseLike<unknown>;
}

export interface Leases {
  /** The name of this holder in the documents; a write that only the holder may do has it in its filter. */
  readonly holder: string;
  /** Takes or renews the lease of the document with this id; false when another holder has it or there is no document. */
  hold(id: string): Promise<boolean>;
  /** Ends all leases of this holder. */
  release(): Promise<void>;
}

/**
 * Leases of the documents of one collection: each has at most one holder across all instances, by the database's clock.
 * A write that must not happen after the lease has ended needs the holder in its filter.
 */
export function createLeases(model: LeasedModel): Leases {
  const holder = newId();
  const renewAt = new Map<string, number>();
  return {
    holder,
    hold: async (id) => {
      if (performance.now() < (renewAt.get(id) ?? 0)) return true;
      // The time before the request, so that this process believes in the lease no longer than the database does.
      const asked = performance.now();
      const { matchedCount } = await model.updateOne(
        { _id: id, $or: [{ holder }, { $expr: { $lt: ['$held_until', '$$NOW'] } }] },
        [{ $set: { holder, held_until: { $add: ['$$NOW', TERM_MS] } } }],
        { updatePipeline: true },
      );
      if (matchedCount === 1) renewAt.set(id, asked + RENEW_MS);
      else renewAt.delete(id);
      return matchedCount === 1;
    },
    release: async () => {
      const _id = { $in: [...renewAt.keys()] };
      renewAt.clear();
      await model.updateMany({ _id, holder }, { $set: RELEASED });
    },
  };
}

interface LeaseDocument extends Leased {
  _id: string;
}

const schema = defineSchema<LeaseDocument>({ _id: { type: String, required: true }, ...leasedFields });

/** The leases of work that has no document of its own, by name. */
export const leaseModel = (connection: Connection) => connection.model<LeaseDocument>('Lease', schema, 'leases');

export interface Lease {
  /** Takes or renews the lease; false while another instance has it. */
  hold(): Promise<boolean>;
  release(): Promise<void>;
}

/** The lease of the work with this name: one instance at a time does it. */
export function createLease(connection: Connection, name: string): Lease {
  const model = leaseModel(connection);
  const leases = createLeases(model);
  let exists = false;
  const ensureDocument = async () => {
    try {
      await model.updateOne({ _id: name }, { $setOnInsert: RELEASED }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error; // another instance inserted it at the same time
    }
    exists = true;
  };
  return {
    hold: async () => {
      if (!exists) await ensureDocument();
      return leases.hold(name);
    },
    release: leases.release,
  };
}
