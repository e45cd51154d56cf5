import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { createWrite } from '@lead-nurturing/service-kit/mongo/write';
import { identityKey, type Identity } from './person';
import { identityModel, personModel } from './person.model';

export type PersonStore = ReturnType<typeof createPersonStore>;

/** One index range for each source and kind, instead of one for each identity. */
function ranges(identities: readonly Identity[]) {
  const byKind = Map.groupBy(identities, ({ source, kind }) => `${source}|${kind}`);
  return [...byKind.values()].flatMap(([first, ...rest]) =>
    first
      ? [{ source: first.source, kind: first.kind, value: { $in: [first, ...rest].map(({ value }) => value) } }]
      : [],
  );
}

export function createPersonStore(connection: Connection) {
  const people = personModel(connection);
  const identities = identityModel(connection);
  return {
    /** Identity key → id of the person who has it, for the identities that are known. */
    owners: async (session: Session, company: string, wanted: readonly Identity[]): Promise<Map<string, string>> => {
      const $or = ranges(wanted).map((range) => ({ company_id: company, ...range }));
      if ($or.length === 0) return new Map();
      const found = await identities.find({ $or }, null, { session }).lean();
      return new Map(found.map((identity) => [identityKey(identity), identity.person_id]));
    },
    findMany: (company: string, ids: readonly string[], session: Session | null = null) =>
      people.find({ company_id: company, _id: { $in: [...ids] } }, null, { session }).lean(),
    /** A lead's person. Every lead has one. */
    get: (company: string, id: string, session: Session | null = null) =>
      people.findOne({ _id: id, company_id: company }, null, { session }).orFail().lean(),
    write: createWrite(people),
    writeIdentities: createWrite(identities),
  };
}
