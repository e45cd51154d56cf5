import { combine, type UnitOfWork } from '@lead-nurturing/service-kit/unit-of-work';

interface Documents {
  leads: { _id: string };
  audit: { _id: string };
}

test('When parts are combined, then each collection has all their documents in order, and no part changes', () => {
  const parts: UnitOfWork<Documents>[] = [
    { changes: { leads: { inserted: [{ _id: '1' }] }, audit: { inserted: [{ _id: 'a' }] } } },
    {},
    { changes: { leads: { inserted: [{ _id: '2' }], replaced: [{ _id: '0' }] } } },
  ];
  const before = structuredClone(parts);

  expect(combine(parts)).toEqual({
    changes: {
      leads: { inserted: [{ _id: '1' }, { _id: '2' }], replaced: [{ _id: '0' }] },
      audit: { inserted: [{ _id: 'a' }], replaced: [] },
    },
    domainEvents: [],
  });
  expect(parts).toEqual(before);
});
