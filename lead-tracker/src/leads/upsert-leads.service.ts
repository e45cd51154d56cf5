import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Commit } from '@lead-nurturing/service-kit/unit-of-work';
import { assignPeople, identitiesOf } from '../people/person';
import type { PersonStore } from '../people/person.store';
import type { Rules } from '../products/rules';
import type { LeadDocuments } from './lead';
import type { LeadStore } from './lead.store';
import { upsertLeads, type LeadUpsert } from './upsert-leads';

interface UpsertLeadsDeps {
  people: PersonStore;
  leads: LeadStore;
  rulesOf: (session: Session, company: string, productIds: readonly string[]) => Promise<ReadonlyMap<string, Rules>>;
  commit: Commit<LeadDocuments>;
  clock: Clock;
  newId: () => string;
}

export type UpsertLeads = ReturnType<typeof createUpsertLeads>;

/** Reads the people, leads and products of a batch, decides what the batch changes, and writes it; one result a record. */
export const createUpsertLeads =
  ({ people, leads, rulesOf, commit, clock, newId }: UpsertLeadsDeps) =>
  async (session: Session, company: string, actor: string, upserts: readonly LeadUpsert[]) => {
    const owners = await people.owners(session, company, upserts.flatMap(identitiesOf));
    const assigned = assignPeople(upserts, owners, newId);
    const personIds = [...new Set(assigned.map(({ personId }) => personId))];
    const productIds = [...new Set(upserts.map(({ product_id }) => product_id))];
    const known = {
      people: await people.findMany(company, personIds, session),
      leads: await leads.ofPeople(session, company, productIds, personIds),
      rules: await rulesOf(session, company, productIds),
    };
    const { results, work } = upsertLeads({ company, actor, now: clock.now(), newId }, assigned, known);
    await commit(session, company, work);
    return results;
  };
