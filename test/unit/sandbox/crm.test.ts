import { EventEmitter } from 'node:events';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { paginate, toCursor } from '@lead-nurturing/sandbox/crm/cursor';
import { createLogins, nextUser, productUsers, startLoginSimulation } from '@lead-nurturing/sandbox/crm/logins';
import { createJournal } from '@lead-nurturing/sandbox/crm/records/journal';
import { Login } from '@lead-nurturing/sandbox/crm/records/record';
import { createTable } from '@lead-nurturing/sandbox/crm/records/table';
import { createRequestLedger } from '@lead-nurturing/sandbox/crm/request-ledger';
import { seedData } from '@lead-nurturing/sandbox/crm/records/seed-data';
import { snapshotOf } from '@lead-nurturing/sandbox/crm/records/snapshot';

const { contacts, organizations } = seedData();

describe('seed data', () => {
  test('When the CRM is seeded twice, then both times it has the same 40 people of 12 organisations', () => {
    expect([contacts.length, organizations.length]).toEqual([40, 12]);
    expect(seedData()).toEqual({ contacts, organizations });
    const known = new Set(organizations.map(({ id }) => id));
    expect(new Set(contacts.map(({ organization_id }) => organization_id))).toEqual(known);
  });

  test('When people are invented, then addresses and phone numbers are unique and reserved for examples', () => {
    const emails = contacts.map(({ email }) => email);
    expect(new Set(emails).size).toBe(40);
    for (const email of emails) expect(email).toMatch(/^[a-z.-]+@[a-z]{3,}\.example$/);
    expect(new Set(contacts.map(({ phone }) => phone)).size).toBe(40);
    for (const { phone } of contacts)
      expect([phone, parsePhoneNumberFromString(phone)?.isValid()]).toEqual([phone, true]);
  });

  test('When people use the two products, then ten use both and each uses at least one', () => {
    const counts = contacts.map(({ products }) => products.length);
    expect(counts.filter((count) => count === 2)).toHaveLength(10);
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(new Set(productUsers(contacts).map(({ product }) => product))).toEqual(
      new Set(['analytics-suite', 'support-desk']),
    );
  });
});

describe('the next person to log in', () => {
  const users = productUsers(contacts);

  test('When a demo starts, then a few people of both products log in four times before the others', () => {
    const times = new Map<string, number>();
    const products = new Set<string>();
    for (let sofar = 0; sofar < 20; sofar += 1) {
      const { contact_id, product } = nextUser(users, sofar, () => 0.99)!;
      times.set(contact_id, (times.get(contact_id) ?? 0) + 1);
      products.add(product);
    }
    expect([...times.values()]).toEqual([4, 4, 4, 4, 4]);
    expect(products.size).toBe(2);
  });

  test('When the first people have logged in, then each person can be chosen at random', () => {
    const reachable = users.map((_, index) => nextUser(users, 20, () => Math.sqrt((index + 0.5) / users.length)));
    expect(reachable).toEqual(users);
  });

  test('When no contact uses a product, then there is no next person', () => {
    expect(nextUser([], 0, () => 0)).toBeUndefined();
    expect(nextUser([], 99, () => 0)).toBeUndefined();
  });
});

describe('automatic logins', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const simulate = (perMinute: number) => {
    const logins = createLogins({
      journal: createJournal(Login, undefined),
      contacts: createTable(contacts),
      organizations: createTable(organizations),
      clock: () => new Date(),
      random: () => 0.5,
      newId: () => 'id',
      onLogin: () => undefined,
    });
    const simulation = startLoginSimulation({ logins, clock: () => new Date(), perMinute });
    return { ...simulation, count: () => logins.latest(100).length };
  };

  test('When 30 logins per minute are simulated, then 10 exist at the start and one follows every 2 s', () => {
    const { count, stop } = simulate(30);
    expect(count()).toBe(10);
    jest.advanceTimersByTime(6_000);
    expect(count()).toBe(13);

    stop();
    jest.advanceTimersByTime(60_000);
    expect(count()).toBe(13);
  });

  test('When no logins are simulated, then none is added', () => {
    const { count, stop } = simulate(0);
    jest.advanceTimersByTime(60_000);
    stop();
    expect(count()).toBe(0);
  });
});

test.each([
  [undefined, 2, { data: ['a', 'b'], next_cursor: toCursor(2), has_more: true }],
  [toCursor(2), 2, { data: ['c'], next_cursor: toCursor(3), has_more: false }],
  [toCursor(3), 2, { data: [], next_cursor: toCursor(3), has_more: false }],
])('When three items are read from %p, then the page has the expected items and cursor', (cursor, limit, page) => {
  expect(paginate(['a', 'b', 'c'], { cursor, limit })).toEqual(page);
});

test('When records differ only in the order of their fields, then their hash is the same', () => {
  const one = snapshotOf({ contacts: [{ id: '1', name: { first: 'A', last: 'B' } }] });
  const same = snapshotOf({ contacts: [{ name: { last: 'B', first: 'A' }, id: '1' }] });
  const other = snapshotOf({ contacts: [{ name: { last: 'B', first: 'C' }, id: '1' }] });
  expect(one.sha256).toBe(same.sha256);
  expect(one.sha256).not.toBe(other.sha256);
});

test('When the ledger is full, then it keeps the last ten thousand requests', () => {
  const ledger = createRequestLedger(() => new Date(0));
  const response = Object.assign(new EventEmitter(), { statusCode: 200 }).setMaxListeners(0);
  for (let index = 0; index < 10_001; index += 1)
    ledger.record(
      { method: 'GET', baseUrl: '/api/v1', path: `/${index}` } as never,
      response as never,
      () => undefined,
    );

  const kept = ledger.list();
  expect([kept.length, kept[0]?.path, kept.at(-1)?.path]).toEqual([10_000, '/api/v1/1', '/api/v1/10000']);
});
