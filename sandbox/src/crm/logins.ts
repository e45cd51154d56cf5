import { z } from 'zod';
import { paginate, type Page, type PageQuery } from './cursor';
import type { Journal } from './records/journal';
import type { Contact, Login, LoginEvent, Organization } from './records/record';
import type { Table } from './records/table';

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
  /** Called with each login after it was stored. */
  onLogin: (event: LoginEvent) => void;
}

export interface Logins {
  /** Adds logins of contacts that match; returns an empty list if no contact matches. */
  add(wanted: AddLogins): LoginEvent[];
  page(query: PageQuery): Page<LoginEvent>;
  /** Returns the newest logins, newest first. */
  latest(count: number): LoginEvent[];
  isEmpty(): boolean;
}

/** A contact's use of one product. */
export interface ProductUser {
  contact_id: string;
  product: string;
}

const EVERY_ELEVENTH = 11;
const FIRST_ROUNDS = 4;

export const productUsers = (contacts: readonly Contact[]): ProductUser[] =>
  contacts.flatMap(({ id, products }) => products.map(({ product }) => ({ contact_id: id, product })));

/**
 * Chooses the next person to log in. At first every eleventh person logs in four times, so that a demo soon has leads with
 * several logins. Then the choice is random, with some people logging in more often than others.
 */
export function nextUser(
  users: readonly ProductUser[],
  loginsSoFar: number,
  random: () => number,
): ProductUser | undefined {
  const firstUsers = users.filter((_, index) => index % EVERY_ELEVENTH === 0);
  if (loginsSoFar < firstUsers.length * FIRST_ROUNDS) return firstUsers[loginsSoFar % firstUsers.length];
  return users[Math.floor(random() ** 2 * users.length)];
}

/** The list of logins. Logins are only appended, so an index into the list is a permanent cursor. */
export function createLogins({ journal, contacts, organizations, clock, random, newId, onLogin }: LoginsDeps): Logins {
  const log = journal.read();

  /** Returns nothing for a login of a deleted contact. */
  const describe = ({ id, occurred_at, contact_id, product }: Login): LoginEvent[] => {
    const contact = contacts.get(contact_id);
    const organization = contact && organizations.get(contact.organization_id);
    if (!organization) return [];
    const { organization_id, products, ...person } = contact;
    const trial_status = products.find((used) => used.product === product)?.trial_status;
    return [{ id, occurred_at, product, contact: person, organization, ...(trial_status && { trial_status }) }];
  };

  /** Returns the contacts that match; if none of them uses the product, all of them may start to use it. */
  const candidates = ({ contact_id, product }: AddLogins): ProductUser[] => {
    const users = productUsers(contacts.list()).filter((user) => !contact_id || user.contact_id === contact_id);
    if (!product) return users;
    const ofProduct = users.filter((user) => user.product === product);
    return ofProduct.length > 0 ? ofProduct : users.map((user) => ({ contact_id: user.contact_id, product }));
  };

  return {
    add: (wanted) => {
      const users = candidates(wanted);
      const occurred_at = (wanted.at ? new Date(wanted.at) : clock()).toISOString();
      const added = Array.from({ length: wanted.count }).flatMap((_, index): Login[] => {
        const user = nextUser(users, log.length + index, random);
        return user ? [{ id: newId(), occurred_at, ...user }] : [];
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

const BACKLOG = 10;
const MINUTE_MS = 60_000;

interface SimulationDeps {
  logins: Logins;
  clock: () => Date;
  /** 0 adds no logins. */
  perMinute: number;
}

/** Adds logins at regular intervals. An empty CRM first receives one login for each of the last ten minutes. */
export function startLoginSimulation({ logins, clock, perMinute }: SimulationDeps): { stop(): void } {
  if (perMinute === 0) return { stop: () => undefined };
  const minutesAgo = (minutes: number) => new Date(clock().getTime() - minutes * MINUTE_MS).toISOString();
  if (logins.isEmpty())
    for (let minutes = BACKLOG; minutes > 0; minutes -= 1) logins.add({ count: 1, at: minutesAgo(minutes) });
  const timer = setInterval(() => logins.add({ count: 1 }), MINUTE_MS / perMinute).unref();
  return { stop: () => clearInterval(timer) };
}
