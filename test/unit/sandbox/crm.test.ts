import { EventEmitter } from 'node:events';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { paginate, toCursor } from '@lead-nurturing/sandbox/crm/cursor';
import { nextUse, usesOf } from '@lead-nurturing/sandbox/crm/logins/next-login';
import { createRequestLedger } from '@lead-nurturing/sandbox/crm/request-ledger';
import { seedData } from '@lead-nurturing/sandbox/crm/records/seed-data';
import { snapshotOf } from '@lead-nurturing/sandbox/crm/records/snapshot';

const { contacts, organizations } = seedData();

describe('seed data', () => {
  test('When the CRM is seeded, then it is the same 40 people of 12 organisations each time', () => {
    expect([contacts.length, organizations.length]).toEqual([40, 12]);
    expect(seedData()).toEqual({ contacts, organizations });
    const known = new Set(organizations.map(({ id }) => id));
    expect(new Set(contacts.map(({ organization_id }) => organization_id))).toEqual(known);
  });

  test('When people are invented, then no two share an address or a number, and no address can be real', () => {
    const emails = contacts.map(({ email }) => email);
    expect(new Set(emails).size).toBe(40);
    for (const email of emails) expect(email).toMatch(/^[a-z.-]+@[a-z]{3,}\.example$/);
    expect(new Set(contacts.map(({ phone }) => phone)).size).toBe(40);
    for (const { phone } of contacts)
      expect([phone, parsePhoneNumberFromString(phone)?.isValid()]).toEqual([phone, true]);
  });

  test('When people use the two products, then ten use both, and all use one', () => {
    const counts = contacts.map(({ products }) => products.length);
    expect(counts.filter((count) => count === 2)).toHaveLength(10);
    expect(counts.every((count) => count > 0)).toBe(true);
    expect(new Set(usesOf(contacts).map(({ product }) => product))).toEqual(
      new Set(['analytics-suite', 'support-desk']),
    );
  });
});

describe('who logs in next', () => {
  const uses = usesOf(contacts);

  test('When a demo begins, then a few people of both products log in four times before anybody else', () => {
    const times = new Map<string, number>();
    const products = new Set<string>();
    for (let sofar = 0; sofar < 20; sofar += 1) {
      const { contact_id, product } = nextUse(uses, sofar, () => 0.99)!;
      times.set(contact_id, (times.get(contact_id) ?? 0) + 1);
      products.add(product);
    }
    expect([...times.values()]).toEqual([4, 4, 4, 4, 4]);
    expect(products.size).toBe(2);
  });

  test('When the eager have had their turn, then chance decides, and everybody can be next', () => {
    const reachable = uses.map((_, index) => nextUse(uses, 20, () => Math.sqrt((index + 0.5) / uses.length)));
    expect(reachable).toEqual(uses);
  });

  test('When nobody uses anything, then nobody logs in', () => {
    expect(nextUse([], 0, () => 0)).toBeUndefined();
    expect(nextUse([], 99, () => 0)).toBeUndefined();
  });
});

test.each([
  [undefined, 2, { data: ['a', 'b'], next_cursor: toCursor(2), has_more: true }],
  [toCursor(2), 2, { data: ['c'], next_cursor: toCursor(3), has_more: false }],
  [toCursor(3), 2, { data: [], next_cursor: toCursor(3), has_more: false }],
])('When three items are read from %p, then the page and its cursor are right', (cursor, limit, page) => {
  expect(paginate(['a', 'b', 'c'], { cursor, limit })).toEqual(page);
});

test('When records differ only in the order of their fields, then their fingerprint is the same', () => {
  const one = snapshotOf({ contacts: [{ id: '1', name: { first: 'A', last: 'B' } }] });
  const same = snapshotOf({ contacts: [{ name: { last: 'B', first: 'A' }, id: '1' }] });
  const other = snapshotOf({ contacts: [{ name: { last: 'B', first: 'C' }, id: '1' }] });
  expect(one.sha256).toBe(same.sha256);
  expect(one.sha256).not.toBe(other.sha256);
});

test('When more requests come than the ledger holds, then it keeps the last ten thousand', () => {
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
