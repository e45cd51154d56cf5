import { isDeepStrictEqual } from 'node:util';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import type { PersonFields } from '@lead-nurturing/contracts/leads/person';
import type { IdentityDocument, PersonDocument } from './person.model';

// ── Who a record is about ──────────────────────────────────────────────────────────────────────────────────────────

export type Identity = Pick<IdentityDocument, 'source' | 'kind' | 'value'>;

export interface Identified {
  source: string;
  crm_user_id?: string | undefined;
  person: PersonFields;
}

export const identityKey = ({ source, kind, value }: Identity): string => `${source}|${kind}|${value}`;

/** E.164 if the number is complete, otherwise as given without spaces, because a number may lack its country code. */
export function normalPhone(phone: string): string {
  const parsed = parsePhoneNumberFromString(phone);
  return parsed?.isPossible() ? parsed.number : phone.replaceAll(/\s+/g, '');
}

/**
 * The identities that a record names, the strongest first. A phone number identifies a person only where the record has
 * neither a CRM id nor an e-mail address, because colleagues may share one switchboard.
 */
export function identitiesOf({ source, crm_user_id, person }: Identified): Identity[] {
  const { email, phone } = person.contact_info ?? {};
  const strong: Identity[] = [
    ...(crm_user_id ? [{ source, kind: 'crm_id' as const, value: crm_user_id }] : []),
    ...(email ? [{ source: 'any', kind: 'email' as const, value: email }] : []),
  ];
  if (strong.length > 0 || !phone) return strong;
  return [{ source: 'any', kind: 'phone', value: normalPhone(phone) }];
}

/** The identities that an update adds. A phone number is one only for a person without CRM id and e-mail address. */
export const identitiesAdded = (source: string, person: PersonFields, hasStrongIdentity: boolean): Identity[] =>
  identitiesOf({ source, person }).filter(({ kind }) => kind !== 'phone' || !hasStrongIdentity);

export interface Assigned<Record extends Identified> {
  record: Record;
  personId: string;
  /** Identities of the record that no person had before. */
  newIdentities: Identity[];
  /** The record also names an identity of another person, which a human has to review. */
  conflict: boolean;
}

/**
 * Assigns each record to the person who has its strongest known identity (`known`: identity key → person id), or to a new
 * person. Identities of earlier records of the batch count as known for later ones.
 */
export function assignPeople<Record extends Identified>(
  records: readonly Record[],
  known: ReadonlyMap<string, string>,
  newId: () => string,
): Assigned<Record>[] {
  const owners = new Map(known);
  return records.map((record) => {
    const identities = identitiesOf(record);
    const found = identities.flatMap((identity) => owners.get(identityKey(identity)) ?? []);
    const personId = found[0] ?? newId();
    const newIdentities = identities.filter((identity) => !owners.has(identityKey(identity)));
    for (const identity of newIdentities) owners.set(identityKey(identity), personId);
    return { record, personId, newIdentities, conflict: found.some((owner) => owner !== personId) };
  });
}

// ── What is known about a person ───────────────────────────────────────────────────────────────────────────────────

const FIELDS = ['name', 'email', 'phone', 'preferred_channel', 'demographics', 'timezone', 'locale'] as const;
type Facts = Pick<PersonDocument, (typeof FIELDS)[number]>;

const factsOf = ({ name, contact_info, demographics, timezone, locale }: PersonFields): Facts => ({
  name: name ?? null,
  email: contact_info?.email ?? null,
  phone: contact_info?.phone ? normalPhone(contact_info.phone) : null,
  preferred_channel: contact_info?.preferred_channel ?? null,
  demographics: demographics ?? {},
  timezone: timezone ?? null,
  locale: locale ?? null,
});

/** The facts of `first`, completed by those of `second`. */
const complete = (first: Facts, second: Facts): Facts => ({
  name: first.name ?? second.name,
  email: first.email ?? second.email,
  phone: first.phone ?? second.phone,
  preferred_channel: first.preferred_channel ?? second.preferred_channel,
  demographics: { ...second.demographics, ...first.demographics },
  timezone: first.timezone ?? second.timezone,
  locale: first.locale ?? second.locale,
});

/** A record dated in the future counts as of now: otherwise updates made until that date would count as older. */
const knownAt = (at: Date, now: Date): Date => (at < now ? at : now);

export const newPerson = (id: string, company: string, at: Date, now: Date): PersonDocument => ({
  _id: id,
  company_id: company,
  ...factsOf({}),
  as_of: knownAt(at, now),
  created_at: now,
  updated_at: now,
});

/** The person after a record of time `at`: a newer record replaces fields, an older one fills empty ones. */
export function mergePerson(person: PersonDocument, fields: PersonFields, at: Date, now: Date): PersonDocument {
  const facts = factsOf(fields);
  const asOf = knownAt(at, now);
  const isNewer = asOf >= person.as_of;
  const merged = isNewer ? complete(facts, person) : complete(person, facts);
  return { ...person, ...merged, as_of: isNewer ? asOf : person.as_of, updated_at: now };
}

export const changedFieldsOfPerson = (before: PersonDocument, after: PersonDocument): string[] =>
  FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]));
