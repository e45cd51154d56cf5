import type { PersonFields } from '@lead-nurturing/contracts/leads/person';
import type { IdentityDocument } from './person.model';
import { normalPhone } from './phone';

export type Identity = Pick<IdentityDocument, 'source' | 'kind' | 'value'>;

export interface Identified {
  source: string;
  crm_user_id?: string | undefined;
  person: PersonFields;
}

export const identityKey = ({ source, kind, value }: Identity): string => `${source}|${kind}|${value}`;

/**
 * What a record says about who it is, the strongest first. A phone only identifies where nothing better does:
 * colleagues share a switchboard.
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

/** What a change adds to who a person is: to somebody known by something better, a phone adds nothing. */
export const identitiesAdded = (source: string, person: PersonFields, isKnownByMore: boolean): Identity[] =>
  identitiesOf({ source, person }).filter(({ kind }) => kind !== 'phone' || !isKnownByMore);

export interface Assigned<Record extends Identified> {
  record: Record;
  personId: string;
  /** To be stored: nobody was known by them. */
  newIdentities: Identity[];
  /** Another identity of the record belongs to somebody else: a person should look. */
  conflict: boolean;
}

/**
 * Finds the person of each record among the known identities (key → person id), or makes a new one. The strongest
 * identity decides; records of one batch see what those before them learned.
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
