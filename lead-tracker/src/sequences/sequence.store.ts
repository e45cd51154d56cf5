import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { sequenceModel, type SequenceDocument } from './sequence.model';

export type SequenceStore = ReturnType<typeof createSequenceStore>;

export function createSequenceStore(connection: Connection) {
  const sequences = sequenceModel(connection);
  return {
    ofProduct: (company: string, productId: string, session: Session | null = null) =>
      sequences.find({ company_id: company, product_id: productId }, null, { session }).sort({ version: 1 }).lean(),
    /** The version new enrollments are pinned to. */
    current: (session: Session, company: string, code: string) =>
      sequences
        .findOne({ company_id: company, code, status: 'active' }, null, { session })
        .sort({ version: -1 })
        .lean(),
    version: (session: Session, company: string, code: string, version: number) =>
      sequences.findOne({ company_id: company, code, version }, null, { session }).lean(),
    versions: (session: Session, company: string, wanted: readonly Pick<SequenceDocument, 'code' | 'version'>[]) =>
      sequences
        .find({ $or: wanted.map(({ code, version }) => ({ company_id: company, code, version })) }, null, { session })
        .lean(),
    insert: async (session: Session, sequence: SequenceDocument) => {
      await sequences.create([sequence], { session });
    },
    retire: async (session: Session, company: string, code: string) => {
      await sequences.updateMany(
        { company_id: company, code, status: 'active' },
        { $set: { status: 'retired' } },
        { session },
      );
    },
  };
}
