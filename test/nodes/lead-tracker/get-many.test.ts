import { LeadQuery } from '@lead-nurturing/contracts/leads/lead';
import { runNode } from '../../support/engine/engine';
import { errorBody, fakeService, LEAD_TRACKER, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

const operation = { resource: 'lead', operation: 'getAll' };
const idOf = (index: number) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const leads = Array.from({ length: 250 }, (_, index) => ({ id: idOf(index) }));

/** A Lead Tracker with 250 leads, whose cursor is the id of the last lead before the page. */
const withLeads = () =>
  fakeService(LEAD_TRACKER, {
    'GET /leads': ({ query }) => {
      const start = leads.findIndex(({ id }) => id === query.cursor) + 1;
      const end = Math.min(leads.length, start + Number(query.page_size));
      return { items: leads.slice(start, end), next_cursor: end < leads.length ? idOf(end - 1) : null };
    },
  });

test.each([
  ['the default limit', {}, 50, [{ page_size: '50' }]],
  ['a limit of several pages', { limit: 120 }, 120, [{ page_size: '100' }, { page_size: '100', cursor: idOf(99) }]],
])('When leads are requested with %s, then no more pages are read than needed', async (_, limit, expected, queries) => {
  const calls = withLeads();
  const { json } = await runNode('leadTracker', { ...operation, ...limit }, [{}]);
  expect(json('Node')).toEqual(leads.slice(0, expected));
  expect(calls.map(({ query }) => query)).toEqual(queries);
  for (const { query } of calls) expect(LeadQuery.safeParse(query).error).toBeUndefined();
});

test('When all leads are requested, then all pages are read and each lead is one item', async () => {
  const calls = withLeads();
  const { outputs } = await runNode('leadTracker', { ...operation, returnAll: true }, [{}]);
  expect(outputs('Node')[0]).toEqual(leads.map((json) => ({ json, pairedItem: { item: 0 } })));
  expect(calls).toHaveLength(3);
});

test('When there are no leads, then no item is put out', async () => {
  fakeService(LEAD_TRACKER, { 'GET /leads': () => ({ items: [], next_cursor: null }) });
  const { error, outputs } = await runNode('leadTracker', { ...operation, returnAll: true }, [{}]);
  expect(error).toBeUndefined();
  expect(outputs('Node').flat()).toEqual([]);
});

test('When a page fails and the node continues, then an error item is put out', async () => {
  fakeService(LEAD_TRACKER, {
    'GET /leads': () => ({ status: 403, body: errorBody('FORBIDDEN', 'Scope is missing.') }),
  });
  const { json } = await runNode('leadTracker', operation, [{}], { onError: 'continueRegularOutput' });
  expect(json('Node')).toMatchObject([{ error: 'Scope is missing.', details: { error_code: 'FORBIDDEN' } }]);
});
