import type { PersonFields } from '@lead-nurturing/contracts/leads/person';
import { combine } from '@lead-nurturing/service-kit/unit-of-work';
import { changedFieldsOfPerson, mergePerson, newPerson, type Assigned } from '../people/person';
import type { PersonDocument } from '../people/person.model';
import { DEFAULT_RULES, type Rules } from '../products/rules';
import {
  changedFieldsOfLead,
  flagged,
  flaggedUnlessConfigured,
  leadCreated,
  leadUpdated,
  mergeLead,
  newLead,
  recordEvent,
  scoresPublished,
  type Change,
  type LeadFields,
  type LeadWork,
  type NewEvent,
} from './lead';
import type { LeadDocument } from './lead.model';

/** A record that creates a lead or is merged into it: sent through the API, or a login, which is also an event. */
export interface LeadUpsert {
  source: string;
  crm_user_id?: string | undefined;
  product_id: string;
  person: PersonFields;
  lead: LeadFields;
  /** The time that the record describes. */
  at: Date;
  event?: NewEvent;
}

/** The lead of a record after the whole batch. */
export interface UpsertedLead {
  lead: LeadDocument;
  /** The record created the lead. */
  created: boolean;
}

/** What the database holds about the records of a batch. */
export interface Known {
  people: readonly PersonDocument[];
  leads: readonly LeadDocument[];
  /** Product id → rules, for the products that are configured. */
  rules: ReadonlyMap<string, Rules>;
}

const leadKey = ({ product_id, person_id }: Pick<LeadDocument, 'product_id' | 'person_id'>) =>
  `${product_id}|${person_id}`;

/** The lead and the work of one record, given its lead so far (undefined: this record creates it). */
function upsertLead(
  change: Change,
  { record, personId: person_id, conflict }: Assigned<LeadUpsert>,
  {
    lead: known,
    changedOfPerson,
    rules,
  }: { lead: LeadDocument | undefined; changedOfPerson: string[]; rules?: Rules | undefined },
) {
  const { product_id, source, crm_user_id } = record;
  const before = known ?? newLead(change, { product_id, person_id, source });
  const merged = mergeLead({ ...before, crm_user_id: crm_user_id ?? before.crm_user_id }, record.lead, change.now);
  const configured = flaggedUnlessConfigured(merged, rules !== undefined);
  const after = conflict ? flagged(configured, 'identity_conflict') : configured;
  const changed = known ? [...changedFieldsOfLead(known, after), ...changedOfPerson] : [];
  const work: LeadWork[] = [];
  if (!known) work.push(leadCreated(change, after));
  else if (changed.length > 0) work.push(leadUpdated(change, after._id, changed));
  if (record.event) {
    const recorded = recordEvent(change, after, record.event, rules ?? DEFAULT_RULES);
    return { lead: recorded.lead, created: !known, work: [...work, recorded.work] };
  }
  // A record that says nothing new leaves the lead, and its version, as they were.
  return { lead: work.length > 0 ? after : before, created: !known, work };
}

/** Inserts the documents that were not known, and replaces those that were and have changed. */
function changesOf<Document extends { _id: string }>(after: readonly Document[], before: readonly Document[]) {
  const [known, unchanged] = [new Set(before.map(({ _id }) => _id)), new Set(before)];
  return {
    inserted: after.filter(({ _id }) => !known.has(_id)),
    replaced: after.filter((document) => known.has(document._id) && !unchanged.has(document)),
  };
}

/**
 * Decides which people and leads a batch of records creates and changes. Records are taken in order, each on top of the
 * one before; however many records a lead has, it is written once. The results answer the records one by one.
 */
export function upsertLeads(change: Change, records: readonly Assigned<LeadUpsert>[], known: Known) {
  const { company, now, newId } = change;
  const personOf = new Map(known.people.map((person) => [person._id, person]));
  const leadOf = new Map(known.leads.map((lead) => [leadKey(lead), lead]));
  const upserted = records.map((assigned) => {
    const { record, personId } = assigned;
    const person = personOf.get(personId) ?? newPerson(personId, company, record.at, now);
    const personAfter = mergePerson(person, record.person, record.at, now);
    personOf.set(personId, personAfter);
    const key = leadKey({ product_id: record.product_id, person_id: personId });
    const changedOfPerson = changedFieldsOfPerson(person, personAfter);
    const rules = known.rules.get(record.product_id);
    const one = upsertLead(change, assigned, { lead: leadOf.get(key), changedOfPerson, rules });
    leadOf.set(key, one.lead);
    return { key, created: one.created, work: one.work };
  });
  const parts = combine(upserted.flatMap(({ work }) => work));
  const identities = records.flatMap(({ personId: person_id, newIdentities }) =>
    newIdentities.map((identity) => ({ _id: newId(), company_id: company, person_id, ...identity })),
  );
  const documents: LeadWork = {
    changes: {
      people: changesOf([...personOf.values()], known.people),
      identities: { inserted: identities },
      leads: changesOf([...leadOf.values()], known.leads),
    },
  };
  const scored = scoresPublished([...leadOf.values()], parts.changes?.events?.inserted ?? [], now);
  const results = upserted.flatMap(({ key, created }): UpsertedLead[] => {
    const lead = leadOf.get(key);
    return lead ? [{ lead, created }] : [];
  });
  return { results, work: combine([parts, documents, scored]) };
}
