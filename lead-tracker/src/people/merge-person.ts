import type { PersonFields } from '@lead-nurturing/contracts/leads/person';
import type { PersonDocument } from './person.model';
import { normalPhone } from './phone';

type Known = Pick<
  PersonDocument,
  'name' | 'email' | 'phone' | 'preferred_channel' | 'demographics' | 'timezone' | 'locale'
>;

const flat = ({ name, contact_info, demographics, timezone, locale }: PersonFields): Known => ({
  name: name ?? null,
  email: contact_info?.email ?? null,
  phone: contact_info?.phone ? normalPhone(contact_info.phone) : null,
  preferred_channel: contact_info?.preferred_channel ?? null,
  demographics: demographics ?? {},
  timezone: timezone ?? null,
  locale: locale ?? null,
});

/** What the first has, and the second where the first has nothing. */
const over = (first: Known, second: Known): Known => ({
  name: first.name ?? second.name,
  email: first.email ?? second.email,
  phone: first.phone ?? second.phone,
  preferred_channel: first.preferred_channel ?? second.preferred_channel,
  demographics: { ...second.demographics, ...first.demographics },
  timezone: first.timezone ?? second.timezone,
  locale: first.locale ?? second.locale,
});

/** When it is known to be true: what is dated ahead is known as of now, or it would silence what is told meanwhile. */
const knownAt = (at: Date, now: Date): Date => (at < now ? at : now);

export const newPerson = (id: string, company: string, at: Date, now: Date): PersonDocument => ({
  _id: id,
  company_id: company,
  ...flat({}),
  as_of: knownAt(at, now),
  created_at: now,
  updated_at: now,
});

/** The person as known after a record of that time: newer facts replace, older ones fill gaps, silence changes nothing. */
export function mergePerson(person: PersonDocument, fields: PersonFields, at: Date, now: Date): PersonDocument {
  const told = flat(fields);
  const asOf = knownAt(at, now);
  const newer = asOf >= person.as_of;
  const merged = newer ? over(told, person) : over(person, told);
  return { ...person, ...merged, as_of: newer ? asOf : person.as_of, updated_at: now };
}
