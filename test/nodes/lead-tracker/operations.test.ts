import { EVENT_TYPES } from '@lead-nurturing/contracts/leads/event';
import { STAGES } from '@lead-nurturing/contracts/leads/stage';
import type { INodePropertyOptions } from 'n8n-workflow';
import { resources } from '../../../nodes/LeadTracker/v1/actions/resources';
import { runNode } from '../../support/engine/engine';
import { engineNodeTypes, PACKAGE } from '../../support/engine/nodes';
import { bulk, fakeService, LEAD_TRACKER, useNoNetwork } from '../../support/engine/services';
import { cases } from './operations.cases';

useNoNetwork();

test.each(cases)('When $operation runs, then it sends a request that is valid for $route', async (one) => {
  const { operation, parameters, item = {}, route, contract, body } = one;
  const [resource = '', name = ''] = operation.split(':');
  const answer = { answered: true };
  const calls = fakeService(LEAD_TRACKER, { [route]: route.endsWith('/bulk') ? bulk(() => answer) : () => answer });

  const { error, json } = await runNode('leadTracker', { resource, operation: name, ...parameters }, [item]);

  expect(error).toBeUndefined();
  expect(json('Node')).toEqual([answer]);
  expect(calls.map((call) => call.body)).toEqual([body]);
  expect(contract?.safeParse(body).error).toBeUndefined();
});

test('Every operation of the node has a case above', () => {
  const offered = resources.flatMap(({ value, operations }) =>
    operations.map(({ description }) => `${value}:${description.value}`),
  );
  expect(offered.sort()).toEqual(cases.map(({ operation }) => operation).sort());
});

test.each([
  ['event_type', EVENT_TYPES],
  ['stage', STAGES],
])('The choices of %s are those of the contract', (field, values) => {
  const property = engineNodeTypes
    .getByNameAndVersion(`${PACKAGE}.leadTracker`, 1)
    .description.properties.find(({ name }) => name === field);
  const choices = (property?.options as INodePropertyOptions[]).map(({ value }) => String(value));
  expect(choices.sort()).toEqual([...values].sort());
});

test.each([
  ['lead:createOrMerge', { product_id: 'acme', email: 'ada@example.com' }, 'POST /leads/bulk'],
  ['stage:move', { lead_id: 'lead-1', stage: 'User' }, 'POST /leads/lead-1/stage'],
])(
  'When the item of %s has no event id, then the request has no idempotency key',
  async (operation, parameters, route) => {
    const [resource, name] = operation.split(':');
    const calls = fakeService(LEAD_TRACKER, { [route]: route.endsWith('/bulk') ? bulk(() => ({})) : () => ({}) });
    await runNode('leadTracker', { resource, operation: name, ...parameters }, [{}]);

    expect(calls).toHaveLength(1);
    expect(JSON.stringify(calls[0]?.body)).not.toContain('idempotency_key');
  },
);

test('When the operation is unknown, then the error names it', async () => {
  const { error } = await runNode('leadTracker', { resource: 'lead', operation: 'explode' }, [{}]);
  expect(error?.message).toBe('The operation "explode" is not supported for the resource "lead"');
});
