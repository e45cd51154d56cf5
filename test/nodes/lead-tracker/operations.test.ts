import { bulkRequest } from '@lead-nurturing/contracts/common/common';
import { CreateDeadLetter } from '@lead-nurturing/contracts/common/dead-letter';
import { IngestLogins } from '@lead-nurturing/contracts/ingestion/ingestion';
import { EVENT_TYPES, RecordLeadEvent } from '@lead-nurturing/contracts/leads/event';
import { CreateLead, UpdateLead } from '@lead-nurturing/contracts/leads/lead';
import { STAGES } from '@lead-nurturing/contracts/leads/stage';
import { EvaluateStage, MoveStage } from '@lead-nurturing/contracts/leads/stage-move';
import { PutProduct } from '@lead-nurturing/contracts/products/product';
import { EnrollLead, ReportStep } from '@lead-nurturing/contracts/sequences/enrollment';
import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { resources } from '../../../nodes/LeadTracker/v1/actions/resources';
import { runNode } from '../../support/engine/engine';
import { engineNodeTypes, PACKAGE } from '../../support/engine/nodes';
import { bulk, fakeService, LEAD_TRACKER, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

interface Case {
  operation: string;
  parameters: IDataObject;
  item?: IDataObject;
  route: string;
  /** The schema of the request body; undefined for requests without a body. */
  contract?: { safeParse: (value: unknown) => { error?: unknown } };
  body?: unknown;
  /** The body of the answer; undefined if the operation puts out any answer unchanged. */
  answer?: IDataObject;
  output?: IDataObject[];
}

const login = { login_id: 'l1', occurred_at: '2026-01-31T09:00:00Z', product_id: 'acme', user: { crm_user_id: 'u1' } };

/** One run of every operation of the Lead Tracker node. */
const cases: Case[] = [
  {
    operation: 'lead:createOrMerge',
    parameters: {
      product_id: 'acme',
      email: 'ada@example.com',
      source: 'form',
      additionalFields: { name: 'Ada', job_title: 'CTO', phone: '', tags: 'new, vip' },
    },
    item: { event_id: 'e1' },
    route: 'POST /leads/bulk',
    contract: bulkRequest(CreateLead),
    body: {
      items: [
        {
          product_id: 'acme',
          source: 'form',
          contact_info: { email: 'ada@example.com' },
          demographics: { job_title: 'CTO' },
          name: 'Ada',
          tags: ['new', 'vip'],
          idempotency_key: 'e1',
        },
      ],
    },
  },
  { operation: 'lead:get', parameters: { lead_id: 'lead 1' }, route: 'GET /leads/lead%201' },
  {
    operation: 'lead:getAll',
    parameters: {},
    route: 'GET /leads',
    answer: { items: [{ id: 'lead-1' }, { id: 'lead-2' }], next_cursor: null },
    output: [{ id: 'lead-1' }, { id: 'lead-2' }],
  },
  {
    operation: 'lead:update',
    parameters: { lead_id: 'lead-1', updateFields: { email: 'new@example.com', temperature: 'hot' } },
    route: 'PUT /leads/lead-1',
    contract: UpdateLead,
    body: { contact_info: { email: 'new@example.com' }, temperature: 'hot' },
  },
  {
    operation: 'event:record',
    parameters: { event_type: 'conversion', channel: 'product', metadata: '{"name":"paid"}' },
    item: { event_id: 'e1', occurred_at: '2026-01-31T09:00:00Z', data: { lead_id: 'lead-1' } },
    route: 'POST /leads/events/bulk',
    contract: bulkRequest(RecordLeadEvent),
    body: {
      items: [
        {
          lead_id: 'lead-1',
          event_type: 'conversion',
          channel: 'product',
          timestamp: '2026-01-31T09:00:00Z',
          metadata: { name: 'paid' },
          idempotency_key: 'e1',
        },
      ],
    },
  },
  {
    operation: 'stage:evaluate',
    parameters: {},
    item: { data: { lead_id: 'lead-1' } },
    route: 'POST /leads/stage/evaluate/bulk',
    contract: bulkRequest(EvaluateStage),
    body: { items: [{ lead_id: 'lead-1' }] },
  },
  {
    operation: 'stage:move',
    parameters: { lead_id: 'lead-1', stage: 'User', actor: 'ada', additionalFields: { rollback_reason: 'mistake' } },
    item: { event_id: 'e1' },
    route: 'POST /leads/lead-1/stage',
    contract: MoveStage,
    body: { stage: 'User', actor: 'ada', rollback_reason: 'mistake', idempotency_key: 'e1' },
  },
  { operation: 'score:get', parameters: { lead_id: 'lead-1' }, route: 'GET /leads/lead-1/score' },
  {
    operation: 'enrollment:enroll',
    parameters: { stage: '={{ $json.data.to }}' },
    item: { event_id: 'e1', data: { lead_id: 'lead-1', to: 'Customer' } },
    route: 'POST /enrollments/bulk',
    contract: bulkRequest(EnrollLead),
    body: { items: [{ lead_id: 'lead-1', stage: 'Customer', idempotency_key: 'e1' }] },
  },
  {
    operation: 'enrollment:reportStep',
    parameters: { step_number: 2, outcome: 'skipped', additionalFields: { message_id: '' } },
    item: { data: { sequence: { enrollment_id: 'enrollment-1' } } },
    route: 'POST /enrollments/steps/bulk',
    contract: bulkRequest(ReportStep),
    body: { items: [{ enrollment_id: 'enrollment-1', step_number: 2, outcome: 'skipped' }] },
  },
  {
    operation: 'login:ingestBatch',
    parameters: {},
    item: { source: 'crm', cursor: { from: null, to: 'c1' }, records: [login, 'malformed'] },
    route: 'POST /ingestion/logins',
    contract: IngestLogins,
    body: { source: 'crm', cursor: { from: null, to: 'c1' }, records: [login, 'malformed'] },
  },
  { operation: 'login:getCursor', parameters: { source: 'crm' }, route: 'GET /ingestion/cursors/crm' },
  { operation: 'product:get', parameters: { product_id: 'acme' }, route: 'GET /products/acme' },
  {
    operation: 'product:save',
    parameters: {
      product_id: 'acme',
      name: 'Acme',
      nurturing_sequences: '[{"stage":"User","messages":[{"delay_hours":1,"channel":"email","template_id":"hi"}]}]',
      scoring_rules: { login_points: 7 },
      additionalFields: { conversion_goals: '["paid"]' },
    },
    route: 'PUT /products/acme',
    contract: PutProduct,
    body: {
      name: 'Acme',
      nurturing_sequences: [{ stage: 'User', messages: [{ delay_hours: 1, channel: 'email', template_id: 'hi' }] }],
      scoring_rules: { login_points: 7 },
      conversion_goals: ['paid'],
    },
  },
  {
    operation: 'deadLetter:create',
    parameters: { origin: 'test', reason: 'why', idempotency_key: 'k' },
    item: { what: 'was lost' },
    route: 'POST /dead-letters',
    contract: CreateDeadLetter,
    body: { origin: 'test', reason: 'why', payload: { what: 'was lost' }, idempotency_key: 'k' },
  },
];

test.each(cases)('When $operation runs, then it sends a request that is valid for $route', async (one) => {
  const { operation, parameters, item = {}, route, contract, body, answer = { answered: true } } = one;
  const [resource = '', name = ''] = operation.split(':');
  const calls = fakeService(LEAD_TRACKER, { [route]: route.endsWith('/bulk') ? bulk(() => answer) : () => answer });

  const { error, json } = await runNode('leadTracker', { resource, operation: name, ...parameters }, [item]);

  expect(error).toBeUndefined();
  expect(json('Node')).toEqual(one.output ?? [answer]);
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
