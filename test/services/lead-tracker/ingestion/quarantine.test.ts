import { aBatch, aLogin } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
});

test('When a record is malformed, then it is quarantined with its reason and the others are stored', async () => {
  const bad = [
    { ...aLogin(), product_id: 7 },
    'nonsense',
    aLogin({ occurred_at: '2097-01-01T00:00:00.000Z' }),
    { ...aLogin(), surprise: true },
    aLogin({ occurred_at: '0000-01-01T00:00:00+14:00' }),
  ];
  const batch = aBatch([...bad, aLogin()], 'crm-malformed');
  const { body } = await world.api.post('/ingestion/logins', batch);

  expect(body.counts).toEqual({ created: 1, updated: 0, duplicate: 0, quarantined: 5 });
  expect(body.results[0].reason).toMatch(/^product_id: /);
  expect(body.results[2].reason).toBe('occurred_at: lies in the future');
  expect(body.results[3].reason).toMatch(/surprise/);
  expect(body.results[4].reason).toBe('occurred_at: lies before 1970');
  const kept = await world.connection.collection('quarantine').find({ source: batch.source }).toArray();
  expect(kept.map(({ record }) => record)).toEqual(bad.map((record) => JSON.parse(JSON.stringify(record))));
});

test('When pages overlap, also at once, then a malformed record in all of them is quarantined once', async () => {
  const odd = { ...aLogin(), $set: { at: [], 'a.b': null } };
  const first = aBatch([odd, {}, odd], 'crm-overlap');
  const answers = await Promise.all(
    [first, ...['c2', 'c3', 'c4'].map((to) => ({ ...first, cursor: { from: null, to }, records: [{}, odd] }))].map(
      (batch) => world.api.post('/ingestion/logins', batch),
    ),
  );
  await world.otherCompany.post('/ingestion/logins', first);

  expect(answers.map(({ body }) => body.counts.quarantined)).toEqual([3, 2, 2, 2]);
  const kept = await world.connection.collection('quarantine').find({ source: first.source }).toArray();
  const ours = kept.filter(({ company_id }) => company_id === 'acme').map(({ record }) => record);
  expect(ours).toHaveLength(2);
  expect(ours).toEqual(expect.arrayContaining([odd, {}]));
  expect(kept).toHaveLength(4);
});
