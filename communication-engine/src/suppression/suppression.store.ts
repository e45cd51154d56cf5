import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { suppressionModel, type SuppressionDocument } from './suppression.model';

type Addressee = Pick<SuppressionDocument, 'company_id' | 'channel' | 'address_hash'>;

const keyOf = ({ company_id, channel, address_hash }: Addressee) => `${company_id}|${channel}|${address_hash}`;

export type SuppressionStore = ReturnType<typeof createSuppressionStore>;

export function createSuppressionStore(connection: Connection) {
  const suppressions = suppressionModel(connection);
  return {
    /** The suppressed ones among the given addressees. */
    among: async <To extends Addressee>(given: readonly To[]): Promise<To[]> => {
      if (given.length === 0) return [];
      const addresses = given.map(({ company_id, channel, address_hash }) => ({ company_id, channel, address_hash }));
      const found = await suppressions.find({ $or: addresses }).lean();
      const suppressed = new Set(found.map(keyOf));
      return given.filter((addressee) => suppressed.has(keyOf(addressee)));
    },
    /** Adds a suppression, unless the address has one already. */
    add: async (session: Session, { company_id, channel, address_hash, ...rest }: SuppressionDocument) => {
      await suppressions.updateOne(
        { company_id, channel, address_hash },
        { $setOnInsert: rest },
        { upsert: true, session },
      );
    },
  };
}
