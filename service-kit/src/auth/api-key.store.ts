import { createHash } from 'node:crypto';
import type { Connection } from '../mongo/connect';
import { isDuplicateKey, type Session } from '../mongo/transaction';
import { newId, type Clock } from '../runtime/clock';
import { apiKeyModel, type ApiKeyDocument } from './api-key.model';

export type ApiKeyStore = ReturnType<typeof createApiKeyStore>;

interface Listing {
  /** The id of the last key of the page before. */
  cursor: string | undefined;
  limit: number;
}

export type InstallationGrant = Pick<ApiKeyDocument, 'origin' | 'scopes'>;

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

export function createApiKeyStore(connection: Connection, clock: Clock) {
  const model = apiKeyModel(connection);
  return {
    /** Looks the key up by its hash, so that the time of the comparison says nothing about the key. */
    findByKey: (key: string) => model.findOne({ key_hash: hashOf(key) }).lean(),
    /** Inserts a key that a company creates; a key that exists is not changed. */
    ensure: (company: string, key: string, { label, scopes }: Pick<ApiKeyDocument, 'label' | 'scopes'>) =>
      model
        .findOneAndUpdate(
          { key_hash: hashOf(key) },
          {
            $setOnInsert: {
              _id: newId(),
              company_id: company,
              origin: 'api',
              label,
              scopes,
              deletions_survived: 0,
              created_at: clock.now(),
            },
          },
          { upsert: true, returnDocument: 'after' },
        )
        .lean(),
    /**
     * Inserts a key that the installation sets, or sets the scopes of the existing one. Null when the key exists and
     * belongs to another company or has another origin.
     */
    ensureOfInstallation: async (
      company: string,
      key: string,
      { origin, scopes }: InstallationGrant,
    ): Promise<ApiKeyDocument | null> => {
      const filter = { key_hash: hashOf(key), company_id: company, origin };
      const inserted = { _id: newId(), label: origin, deletions_survived: 0, created_at: clock.now() };
      try {
        return await model
          .findOneAndUpdate(
            filter,
            { $set: { scopes }, $setOnInsert: inserted },
            { upsert: true, returnDocument: 'after' },
          )
          .lean();
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return model.findOne(filter).lean(); // found when another instance inserted the same key at the same time
      }
    },
    /** Oldest first. */
    list: (company: string, { cursor, limit }: Listing) =>
      model
        .find({ company_id: company, ...(cursor && { _id: { $gt: cursor } }) })
        .sort({ _id: 1 })
        .limit(limit)
        .lean(),
    find: (company: string, id: string) => model.findOne({ _id: id, company_id: company }).lean(),
    remove: async (company: string, id: string, session?: Session) =>
      (await model.deleteOne({ _id: id, company_id: company }, { ...(session && { session }) })).deletedCount === 1,
    /**
     * Finds another key with scope `*` and writes to it, so that a transaction that deletes that key at the same time
     * conflicts with this one. False when the key with this id is the only one.
     */
    keepAnotherAdminKey: async (session: Session, company: string, id: string) => {
      const { matchedCount } = await model.updateOne(
        { company_id: company, _id: { $ne: id }, scopes: '*' },
        { $inc: { deletions_survived: 1 } },
        { session },
      );
      return matchedCount === 1;
    },
    /** Deletes the company's older keys of the same origin; ids rise with time. */
    removeBefore: ({ _id, company_id, origin }: ApiKeyDocument) =>
      model.deleteMany({ company_id, origin, _id: { $lt: _id } }),
  };
}
