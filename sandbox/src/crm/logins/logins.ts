import { z } from 'zod';
import { paginate, type Page, type PageQuery } from '../cursor';
import type { Journal } from '../records/journal';
import { nextUse, usesOf, type Use } from './next-login';
import type { Contact, Login, LoginEvent, Organization } from '../records/record';
import type { Table } from '../records/table';

export const AddLogins = z.strictObject({
  count: z.number().int().min(1).max(10_000).default(1),
  contact_id: z.string().optional(),
  product: z.string().min(1).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
});
export type AddLogins = z.infer<typeof AddLogins>;

interface LoginsDeps {
  journal: Journal<Login>;
  contacts: Table<Contact>;
  organizations: Table<Organization>;
  clock: () => Date;
  random: () => number;
  newId: () => string;
  /** Told of every login once it is written. */
  onLogin: (event: LoginEvent) => void;
}

export interface Logins {
  /** Nothing when nobody fits. */
  add(wanted: AddLogins): LoginEvent[];
  page(query: PageQuery): Page<LoginEvent>;
  /** Newest first. */
  latest(count: number): LoginEvent[];
  isEmpty(): boolean;
}

/** The stream of logins: it only grows, so an index into it is a cursor for good. */
export function createLogins({ journal, contacts, organizations, clock, random, newId, onLogin }: LoginsDeps): Logins {
  const log = journal.read();

  /** The logins of a deleted contact are gone with it. */
  const describe = ({ id, occurred_at, contact_id, product }: Login): LoginEvent[] => {
    const contact = contacts.get(contact_id);
    const organization = contact && organizations.get(contact.organization_id);
    if (!organization) return [];
    const { organization_id, products, ...person } = contact;
    const trial_status = products.find((use) => use.product === product)?.trial_status;
    return [{ id, occurred_at, product, contact: person, organization, ...(trial_status && { trial_status }) }];
  };

  /** Whoever fits; a product that none of them uses yet is one they begin to use. */
  const candidates = ({ contact_id, product }: AddLogins): Use[] => {
    const uses = usesOf(contacts.list()).filter((use) => !contact_id || use.contact_id === contact_id);
    if (!product) return uses;
    const ofProduct = uses.filter((use) => use.product === product);
    return ofProduct.length > 0 ? ofProduct : uses.map((use) => ({ contact_id: use.contact_id, product }));
  };

  return {
    add: (wanted) => {
      const uses = candidates(wanted);
      const occurred_at = (wanted.at ? new Date(wanted.at) : clock()).toISOString();
      const added = Array.from({ length: wanted.count }).flatMap((_, index): Login[] => {
        const use = nextUse(uses, log.length + index, random);
        return use ? [{ id: newId(), occurred_at, ...use }] : [];
      });
      journal.append(added);
      for (const login of added) log.push(login);
      const events = added.flatMap(describe);
      events.forEach(onLogin);
      return events;
    },
    page: (query) => {
      const { data, ...cursor } = paginate(log, query);
      return { data: data.flatMap(describe), ...cursor };
    },
    latest: (count) => log.slice(-count).reverse().flatMap(describe),
    isEmpty: () => log.length === 0,
  };
}
