import { INGESTION_LIMIT, IngestLogins } from '@lead-nurturing/contracts/ingestion/ingestion';
import { runWorkflow } from '../support/engine/engine';
import { CRM, errorBody, fakeService, LEAD_TRACKER, useNoNetwork } from '../support/engine/services';
import { liveWorkflow } from '../support/engine/workflows';

useNoNetwork();

const workflow = liveWorkflow('crm-ingestion');
const tick = { node: 'Every 5 Seconds', items: [{ json: {} }] };
const ingested = { counts: { created: 1, updated: 0, duplicate: 0, quarantined: 0 }, results: [] };

const login = (id: string) => ({
  id,
  occurred_at: '2026-01-31T09:00:00.000Z',
  product: 'acme',
  contact: { id: `contact-${id}`, full_name: 'Ada', email: 'ada@example.com' },
  organization: { id: 'org-1', name: 'Acme', size: '51-200', industry: 'Software' },
});

test('When there are new logins, then each page is ingested with its cursor, in order', async () => {
  const tracker = fakeService(LEAD_TRACKER, {
    'GET /ingestion/cursors/crm': () => ({ source: 'crm', cursor: 'c1', updated_at: null }),
    'POST /ingestion/logins': ({ body }) => ({ ...ingested, source: 'crm', cursor: body.cursor.to }),
  });
  const crm = fakeService(CRM, {
    'GET /api/v1/login-events': ({ query }) =>
      query.cursor === 'c1'
        ? { data: [login('1'), login('2')], next_cursor: 'c2', has_more: true }
        : { data: [login('3')], next_cursor: 'c3', has_more: false },
  });

  const { error } = await runWorkflow(workflow, tick);

  expect(error).toBeUndefined();
  expect(crm.map(({ query }) => query)).toEqual([
    { cursor: 'c1', limit: String(INGESTION_LIMIT) },
    { cursor: 'c2', limit: String(INGESTION_LIMIT) },
  ]);
  const batches = tracker.slice(1).map(({ body }) => IngestLogins.parse(body));
  expect(batches.map(({ cursor }) => cursor)).toEqual([
    { from: 'c1', to: 'c2' },
    { from: 'c2', to: 'c3' },
  ]);
  expect(batches.map(({ records }) => records.length)).toEqual([2, 1]);
});

test('When the source has no cursor yet, then the CRM is read from the beginning', async () => {
  const tracker = fakeService(LEAD_TRACKER, {
    'GET /ingestion/cursors/crm': () => ({ source: 'crm', cursor: null, updated_at: null }),
    'POST /ingestion/logins': () => ingested,
  });
  const crm = fakeService(CRM, {
    'GET /api/v1/login-events': () => ({ data: [login('1')], next_cursor: 'c1', has_more: false }),
  });
  await runWorkflow(workflow, tick);
  expect(crm[0]?.query).toEqual({ limit: '500' });
  expect(tracker[1]?.body.cursor).toEqual({ from: null, to: 'c1' });
});

test('When there are no new logins, then nothing is posted', async () => {
  const tracker = fakeService(LEAD_TRACKER, {
    'GET /ingestion/cursors/crm': () => ({ source: 'crm', cursor: 'c3', updated_at: null }),
  });
  fakeService(CRM, { 'GET /api/v1/login-events': () => ({ data: [], next_cursor: 'c3', has_more: false }) });
  const { error, ran } = await runWorkflow(workflow, tick);
  expect(error).toBeUndefined();
  expect(ran('Ingest Logins')).toBe(false);
  expect(tracker).toHaveLength(1);
});

test('When a page fails, then the next pages are not sent and the run fails', async () => {
  const tracker = fakeService(LEAD_TRACKER, {
    'GET /ingestion/cursors/crm': () => ({ source: 'crm', cursor: 'c1', updated_at: null }),
    'POST /ingestion/logins': () => ({ status: 500, body: errorBody('INTERNAL_ERROR', 'Something.') }),
  });
  fakeService(CRM, {
    'GET /api/v1/login-events': ({ query }) => ({
      data: [login('1')],
      next_cursor: `${query.cursor}+`,
      has_more: true,
    }),
  });
  const { error } = await runWorkflow(workflow, tick);
  expect(error).toMatchObject({ message: 'Something.', context: { itemIndex: 0 } });
  expect(tracker.filter(({ method }) => method === 'POST')).toHaveLength(1);
});
