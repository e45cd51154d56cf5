import { IngestLogins } from '@lead-nurturing/contracts/ingestion/ingestion';
import { runNode } from '../../support/engine/engine';
import { CRM, fakeService, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

const getLogins = { resource: 'loginEvent', operation: 'getAll', source: 'crm' };
const LOGINS = 'GET /api/v1/login-events';

/** A CRM with `count` logins, whose cursor is the number of logins before it. */
const withLogins = (count: number) =>
  fakeService(CRM, {
    [LOGINS]: ({ query }) => {
      const start = Number(query.cursor ?? 0);
      const end = Math.min(count, start + Number(query.limit));
      const data = Array.from({ length: end - start }, (_, index) => ({ id: `login-${start + index}` }));
      return { data, next_cursor: String(end), has_more: end < count };
    },
  });

describe('Login events', () => {
  test('When there are several pages, then each is one item with the cursors before and after it', async () => {
    const calls = withLogins(5);
    const { outputs } = await runNode('crm', { ...getLogins, page_size: 2 }, [{ cursor: '1' }]);
    expect(calls.map(({ query }) => query.cursor)).toEqual(['1', '3']);
    expect(outputs('Node')[0]).toEqual([
      {
        json: {
          source: 'crm',
          cursor: { from: '1', to: '3' },
          records: [{ login_id: 'login-1' }, { login_id: 'login-2' }],
          has_more: true,
        },
        pairedItem: { item: 0 },
      },
      {
        json: {
          source: 'crm',
          cursor: { from: '3', to: '5' },
          records: [{ login_id: 'login-3' }, { login_id: 'login-4' }],
          has_more: false,
        },
        pairedItem: { item: 0 },
      },
    ]);
    for (const { json } of outputs('Node')[0]!) {
      const { has_more, ...batch } = json;
      expect(IngestLogins.safeParse(batch).error).toBeUndefined();
    }
  });

  test('When there are more pages than Max Pages, then the run stops at that page', async () => {
    withLogins(100);
    const { json } = await runNode('crm', { ...getLogins, page_size: 10, max_pages: 3 }, [{ cursor: null }]);
    expect(json('Node').map(({ cursor }) => cursor)).toEqual([
      { from: null, to: '10' },
      { from: '10', to: '20' },
      { from: '20', to: '30' },
    ]);
  });

  test.each([null, '', undefined])('When the cursor is %p, then the first page is requested', async (cursor) => {
    const calls = withLogins(1);
    await runNode('crm', getLogins, [{ cursor }]);
    expect(calls[0]?.query).toEqual({ limit: '500' });
  });

  test('When there are no new logins, then no item is put out', async () => {
    withLogins(3);
    const { outputs } = await runNode('crm', getLogins, [{ cursor: '3' }]);
    expect(outputs('Node').flat()).toEqual([]);
  });

  test('When a page is empty and the cursor moved, then the page is put out with the new cursor', async () => {
    fakeService(CRM, { [LOGINS]: () => ({ data: [], next_cursor: '9', has_more: false }) });
    const { json } = await runNode('crm', getLogins, [{ cursor: '3' }]);
    expect(json('Node')).toMatchObject([{ cursor: { from: '3', to: '9' }, records: [] }]);
  });

  test('When has_more is true and the cursor does not move, then the run stops', async () => {
    const calls = fakeService(CRM, { [LOGINS]: () => ({ data: [{ id: '1' }], next_cursor: '3', has_more: true }) });
    await runNode('crm', getLogins, [{ cursor: '3' }]);
    expect(calls).toHaveLength(1);
  });

  test.each([{}, { data: [] }, { data: 'no', next_cursor: '1' }, { data: [], next_cursor: 5 }])(
    'When the CRM answers %j, then the node fails',
    async (answer) => {
      fakeService(CRM, { [LOGINS]: () => answer });
      const { error } = await runNode('crm', getLogins, [{ cursor: '3' }]);
      expect(error?.message).toContain('without data and next_cursor');
    },
  );
});

describe.each([
  ['contact', '/api/v1/contacts'],
  ['organization', '/api/v1/organizations'],
])('%s', (resource, path) => {
  const records = Array.from({ length: 120 }, (_, index) => ({ id: String(index) }));
  const list = () =>
    fakeService(CRM, {
      [`GET ${path}`]: ({ query }) => {
        const start = Number(query.cursor ?? 0);
        const end = Math.min(records.length, start + Math.min(100, Number(query.limit)));
        return { data: records.slice(start, end), next_cursor: String(end), has_more: end < records.length };
      },
    });

  test('When one record is requested, then it is put out', async () => {
    fakeService(CRM, { [`GET ${path}/a%20b`]: () => ({ id: 'a b' }) });
    const { json } = await runNode('crm', { resource, operation: 'get', [`${resource}_id`]: 'a b' }, [{}]);
    expect(json('Node')).toEqual([{ id: 'a b' }]);
  });

  test('When many records are requested, then no more than the limit are put out', async () => {
    const calls = list();
    const { json } = await runNode('crm', { resource, operation: 'getAll', limit: 7 }, [{}]);
    expect(json('Node')).toEqual(records.slice(0, 7));
    expect(calls.map(({ query }) => query)).toEqual([{ limit: '7' }]);
  });

  test('When all records are requested, then all pages are read', async () => {
    list();
    const { json } = await runNode('crm', { resource, operation: 'getAll', returnAll: true }, [{}]);
    expect(json('Node')).toEqual(records);
  });
});
