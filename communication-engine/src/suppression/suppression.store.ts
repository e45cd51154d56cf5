import type { Channel } from '@lead-nurturing/contracts/channel';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { suppressionModel, type SuppressionDocument } from './suppression.model';

export type SuppressionStore = ReturnType<typeof createSuppressionStore>;

export function createSuppressionStore(connection: Connection) {
  const suppressions = suppressionModel(connection);
  return {
    has: async (company: string, channel: Channel, address_hash: string): Promise<boolean> =>
      (await suppressions.exists({ company_id: company, channel, address_hash })) !== null,
    /** Suppressing again changes nothing. */
    add: async (session: Session, { company_id, channel, address_hash, ...rest }: SuppressionDocument) => {
      await suppressions.updateOne(
        { company_id, channel, address_hash },
        { $setOnInsert: rest },
        { upsert: true, session },
      );
    },
  };
}
