import { createHash } from 'node:crypto';
import type { Connection } from '../mongo/connect';
import { newId, type Clock } from '../runtime/clock';
import { apiKeyModel, type ApiKeyDocument } from './api-key.model';

export interface NewApiKey {
  label: string;
  scopes: string[];
}

export type ApiKeyStore = ReturnType<typeof createApiKeyStore>;

const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

export function createApiKeyStore(connection: Connection, clock: Clock) {
  const model = apiKeyModel(connection);
  return {
    /** Looked up by hash: the comparison tells an attacker nothing about the key. */
    findByKey: (key: string) => model.findOne({ key_hash: hashOf(key) }).lean(),
    /** Making the same key again changes nothing. */
    ensure: async (company: string, key: string, { label, scopes }: NewApiKey) =>
      model
        .findOneAndUpdate(
          { key_hash: hashOf(key) },
          { $setOnInsert: { _id: newId(), company_id: company, label, scopes, created_at: clock.now() } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean(),
    list: (company: string) => model.find({ company_id: company }).sort({ _id: 1 }).limit(200).lean(),
    find: (company: string, id: string) => model.findOne({ _id: id, company_id: company }).lean(),
    remove: async (company: string, id: string) =>
      (await model.deleteOne({ _id: id, company_id: company })).deletedCount === 1,
    /** The company's keys of this label that were made before this one; ids rise with time. */
    removeBefore: ({ _id, company_id }: ApiKeyDocument, label: string) =>
      model.deleteMany({ company_id, label, _id: { $lt: _id } }),
  };
}
