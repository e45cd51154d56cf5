import type { IDataObject } from 'n8n-workflow';
import { runNode } from '../../support/engine/engine';
import { bulk, errorBody, fakeService, LEAD_TRACKER, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

const evaluate = { resource: 'stage', operation: 'evaluate', lead_id: '={{ $json.id }}' };
const PATH = 'POST /leads/stage/evaluate/bulk';

const leads = (count: number): IDataObject[] => Array.from({ length: count }, (_, index) => ({ id: `lead-${index}` }));
const notFound = { error: errorBody('NOT_FOUND', 'There is no lead with this id.', { kind: 'lead' }) };

test.each([
  [1, 1],
  [100, 1],
  [101, 2],
  [250, 3],
])('When %i items come in, then they are sent in %i calls of at most 100', async (items, expected) => {
  const calls = fakeService(LEAD_TRACKER, { [PATH]: bulk(({ lead_id }) => ({ lead_id })) });

  const { json, outputs } = await runNode('leadTracker', evaluate, leads(items));

  expect(calls).toHaveLength(expected);
  expect(Math.max(...calls.map(({ body }) => body.items.length))).toBeLessThanOrEqual(100);
  expect(json('Node')).toEqual(leads(items).map(({ id }) => ({ lead_id: id })));
  expect(outputs('Node')[0]!.map(({ pairedItem }) => pairedItem)).toEqual(leads(items).map((_, item) => ({ item })));
});

test('When no items come in, then no call is made', async () => {
  const calls = fakeService(LEAD_TRACKER, { [PATH]: bulk(() => ({})) });
  const { outputs } = await runNode('leadTracker', evaluate, []);
  expect(calls).toHaveLength(0);
  expect(outputs('Node').flat()).toHaveLength(0);
});

test('When one item fails, then the node fails and the error names that item', async () => {
  fakeService(LEAD_TRACKER, { [PATH]: bulk((_, index) => (index === 2 ? notFound : {})) });

  const { error } = await runNode('leadTracker', evaluate, leads(5));

  expect(error).toMatchObject({ name: 'NodeApiError', message: 'There is no lead with this id.' });
  expect(error).toMatchObject({ context: { itemIndex: 2 } });
  expect(error?.description).toContain('NOT_FOUND · kind: lead · request request-1');
});

test('When an item of the first 100 fails, then the next 100 items are not sent', async () => {
  const calls = fakeService(LEAD_TRACKER, { [PATH]: bulk((_, index) => (index === 2 ? notFound : {})) });
  await runNode('leadTracker', evaluate, leads(150));
  expect(calls).toHaveLength(1);
});

test('When one item fails and the node continues, then its output is an error item', async () => {
  fakeService(LEAD_TRACKER, { [PATH]: bulk(({ lead_id }, index) => (index === 1 ? notFound : { lead_id })) });

  const { error, outputs } = await runNode('leadTracker', evaluate, leads(3), { onError: 'continueRegularOutput' });

  expect(error).toBeUndefined();
  expect(outputs('Node')[0]).toEqual([
    { json: { lead_id: 'lead-0' }, pairedItem: { item: 0 } },
    {
      json: {
        error: 'There is no lead with this id.',
        details: { ...notFound.error, http_code: null, retryable: false },
      },
      pairedItem: { item: 1 },
    },
    { json: { lead_id: 'lead-2' }, pairedItem: { item: 2 } },
  ]);
});

test('When one item fails and the node has an error output, then it is put out there with its input', async () => {
  fakeService(LEAD_TRACKER, { [PATH]: bulk(({ lead_id }, index) => (index === 1 ? notFound : { lead_id })) });

  const { json } = await runNode('leadTracker', evaluate, leads(3), { onError: 'continueErrorOutput' });

  expect(json('Node', 0)).toEqual([{ lead_id: 'lead-0' }, { lead_id: 'lead-2' }]);
  expect(json('Node', 1)).toMatchObject([{ id: 'lead-1', error: 'There is no lead with this id.' }]);
});

describe('When some items of a call are invalid', () => {
  /** Validates as the services do: an invalid item fails alone, and its error names each wrong field. */
  const refuseBad = bulk(({ lead_id }) =>
    lead_id === 'bad'
      ? {
          error: errorBody('VALIDATION_FAILED', 'lead_id: not valid.', {
            fields: [{ field: 'lead_id', message: 'is no id' }],
          }),
        }
      : { lead_id },
  );
  const items = [{ id: 'a' }, { id: 'bad' }, { id: 'b' }, { id: 'bad' }];

  test('and the node stops, then the error names the first invalid item and its field', async () => {
    fakeService(LEAD_TRACKER, { [PATH]: refuseBad });
    const { error } = await runNode('leadTracker', evaluate, items);
    expect(error).toMatchObject({ message: 'lead_id: not valid.', context: { itemIndex: 1 } });
    expect(error?.description).toContain('lead_id: is no id');
  });

  test('and the node continues, then they are put out as errors that are not retryable', async () => {
    const calls = fakeService(LEAD_TRACKER, { [PATH]: refuseBad });
    const { json } = await runNode('leadTracker', evaluate, items, { onError: 'continueErrorOutput' });
    expect(json('Node', 0)).toEqual([{ lead_id: 'a' }, { lead_id: 'b' }]);
    expect(json('Node', 1)).toMatchObject([
      { id: 'bad', details: { error_code: 'VALIDATION_FAILED', retryable: false } },
      { id: 'bad', details: { details: { fields: [{ field: 'lead_id', message: 'is no id' }] } } },
    ]);
    expect(calls).toHaveLength(1);
  });
});

test('When the whole call fails and the node continues, then its items are marked as retryable', async () => {
  fakeService(LEAD_TRACKER, { [PATH]: () => ({ status: 500, body: errorBody('INTERNAL_ERROR', 'Something.') }) });
  const { json } = await runNode('leadTracker', evaluate, leads(2), { onError: 'continueErrorOutput' });
  expect(json('Node', 0)).toEqual([]);
  expect(json('Node', 1)).toMatchObject([
    { id: 'lead-0', error: 'Something.', details: { http_code: '500', retryable: true } },
    { id: 'lead-1', error: 'Something.', details: { http_code: '500', retryable: true } },
  ]);
});

test('When the answer has no result for an item, then that item fails', async () => {
  fakeService(LEAD_TRACKER, { [PATH]: () => ({ results: [{ status: 'done', result: { ok: true } }] }) });
  const { error } = await runNode('leadTracker', evaluate, leads(2));
  expect(error).toMatchObject({ context: { itemIndex: 1 }, message: 'The service did not answer for this item' });
});

test('When the fields of an item cannot be read, then only the other items are sent', async () => {
  const calls = fakeService(LEAD_TRACKER, { 'POST /leads/events/bulk': bulk(({ lead_id }) => ({ lead_id })) });
  const record = { resource: 'event', operation: 'record', lead_id: '={{ $json.id }}', metadata: '={{ $json.meta }}' };
  const items = [
    { id: 'a', meta: '{}' },
    { id: 'b', meta: '{not json' },
    { id: 'c', meta: { page: 1 } },
  ];

  const { json } = await runNode('leadTracker', record, items, { onError: 'continueErrorOutput' });

  expect(calls[0]!.body.items.map(({ lead_id }: { lead_id: string }) => lead_id)).toEqual(['a', 'c']);
  expect(json('Node', 0)).toEqual([{ lead_id: 'a' }, { lead_id: 'c' }]);
  expect(json('Node', 1)).toMatchObject([{ id: 'b', details: { retryable: false } }]);
});
