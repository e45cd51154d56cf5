import fc from 'fast-check';
import {
  assignPeople,
  identitiesOf,
  identityKey,
  mergePerson,
  newPerson,
  normalPhone,
} from '@lead-nurturing/lead-tracker/people/person';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const ids = () => {
  let n = 0;
  return () => `person-${(n += 1)}`;
};

test('When a record names several identities, then the CRM id comes first and a phone only counts alone', () => {
  const contact_info = { email: 'a@x.example', phone: '+49 30 123456' };

  expect(identitiesOf({ source: 'crm', crm_user_id: '1', person: { contact_info } })).toEqual([
    { source: 'crm', kind: 'crm_id', value: '1' },
    { source: 'any', kind: 'email', value: 'a@x.example' },
  ]);
  expect(identitiesOf({ source: 'crm', person: { contact_info: { phone: contact_info.phone } } })).toEqual([
    { source: 'any', kind: 'phone', value: '+4930123456' },
  ]);
});

test('When records of a batch share an identity, then they have one person and each identity once', () => {
  const anOwner = fc.integer({ min: 1, max: 4 });
  const aRecord = fc.record({
    source: fc.constantFrom('crm', 'shop'),
    crm_user_id: fc.option(anOwner.map(String), { nil: undefined }),
    person: anOwner.map((n) => ({ contact_info: { email: `p${n}@x.example` } })),
  });
  fc.assert(
    fc.property(fc.array(aRecord, { maxLength: 20 }), (records) => {
      const assigned = assignPeople(records, new Map(), ids());
      const stored = assigned.flatMap(({ newIdentities }) => newIdentities.map(identityKey));
      expect(new Set(stored).size).toBe(stored.length);
      const owners = new Map(
        assigned.flatMap(({ newIdentities, personId }) =>
          newIdentities.map((identity) => [identityKey(identity), personId]),
        ),
      );
      for (const { record, personId, conflict } of assigned) {
        const found = identitiesOf(record).map((identity) => owners.get(identityKey(identity)));
        expect(found[0]).toBe(personId);
        expect(found.some((owner) => owner !== personId)).toBe(conflict);
      }
    }),
  );
});

test('When records arrive in any order, then each field has the value of the newest record', () => {
  const aRecord = fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    name: fc.option(fc.constantFrom('Ada', 'Grace'), { nil: undefined }),
    locale: fc.option(fc.constantFrom('de', 'en'), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(aRecord, { minLength: 1, maxLength: 6, selector: ({ day }) => day }), (records) => {
      const merge = (all: typeof records) =>
        all.reduce(
          (person, { day, ...fields }) => mergePerson(person, fields, at(day), at(30)),
          newPerson('p', 'acme', at(all[0]!.day), at(30)),
        );
      const inOrder = merge(records.toSorted((a, b) => a.day - b.day));
      expect(inOrder.name).toBe(records.toSorted((a, b) => b.day - a.day).find(({ name }) => name)?.name ?? null);
      expect(inOrder.as_of).toEqual(at(Math.max(...records.map(({ day }) => day))));
      expect(merge(records).as_of).toEqual(inOrder.as_of);
    }),
  );
});

test('When a late record has fields that newer records lack, then only those fields are taken over', () => {
  const known = mergePerson(
    newPerson('p', 'acme', at(10), at(10)),
    { name: 'New', demographics: { job_title: 'CTO' } },
    at(10),
    at(10),
  );
  const after = mergePerson(
    known,
    { name: 'Old', locale: 'de', demographics: { job_title: 'Intern', industry: 'SaaS' } },
    at(1),
    at(11),
  );

  expect(after).toMatchObject({
    name: 'New',
    locale: 'de',
    demographics: { job_title: 'CTO', industry: 'SaaS' },
    as_of: at(10),
  });
});

test.each([
  ['+1 (212) 555-0100', '+12125550100'],
  ['+49 30 / 123456', '+4930123456'],
  ['030 123456', '030123456'],
])('When a phone is written %s, then it is kept as %s', (written, kept) => {
  expect(normalPhone(written)).toBe(kept);
});
