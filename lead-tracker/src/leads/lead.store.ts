import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { createWrite } from '@lead-nurturing/service-kit/mongo/write';
import { leadModel } from './lead.model';

export type LeadStore = ReturnType<typeof createLeadStore>;

export function createLeadStore(connection: Connection) {
  const leads = leadModel(connection);
  return {
    find: (company: string, id: string, session: Session | null = null) =>
      leads.findOne({ _id: id, company_id: company }, null, { session }).lean(),
    findMany: (company: string, ids: readonly string[], session: Session) =>
      leads.find({ company_id: company, _id: { $in: [...ids] } }, null, { session }).lean(),
    /** Newest first: ids rise with the time of creation. `cursor` is the id of the last lead seen. */
    list: (company: string, { cursor, limit }: { cursor: string | undefined; limit: number }) =>
      leads
        .find({ company_id: company, ...(cursor !== undefined && { _id: { $lt: cursor } }) })
        .sort({ _id: -1 })
        .limit(limit)
        .lean(),
    /** The leads of these people for these products. */
    ofPeople: (session: Session, company: string, productIds: readonly string[], personIds: readonly string[]) =>
      leads
        .find({ company_id: company, product_id: { $in: [...productIds] }, person_id: { $in: [...personIds] } }, null, {
          session,
        })
        .lean(),
    write: createWrite(leads),
  };
}
