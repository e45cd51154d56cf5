import { bulkRequest } from '@lead-nurturing/contracts/common/common';
import { SendMessage } from '@lead-nurturing/contracts/messages/message';
import { PutTemplate } from '@lead-nurturing/contracts/templates/template';
import type { IDataObject } from 'n8n-workflow';
import { runNode } from '../../support/engine/engine';
import { bulk, COMMUNICATION_ENGINE, fakeService, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

const run = (parameters: IDataObject, items: IDataObject[]) => runNode('communicationEngine', parameters, items);

const stepDue = (step_number: number) => ({
  data: {
    lead_id: 'lead-1',
    product_id: 'acme',
    template_id: 'welcome',
    person_id: 'person-1',
    recipient: { email: 'ada@example.com', name: null },
    variables: { lead: { name: 'Ada' } },
    sequence: { enrollment_id: 'en-1', sequence_code: 'acme-User', sequence_version: 1, step_number },
  },
});

test('When steps are due, then one call sends their messages with keys of enrollment and step', async () => {
  const calls = fakeService(COMMUNICATION_ENGINE, {
    'POST /messages/send/bulk': bulk(({ idempotency_key }) => ({ result: 'accepted', key: idempotency_key })),
  });

  const { json } = await run({ resource: 'message', operation: 'send' }, [stepDue(1), stepDue(2)]);

  expect(json('Node').map(({ key }) => key)).toEqual(['en-1:1', 'en-1:2']);
  expect(calls).toHaveLength(1);
  expect(bulkRequest(SendMessage).safeParse(calls[0]?.body).error).toBeUndefined();
  expect(calls[0]?.body.items[0]).toEqual({
    lead_id: 'lead-1',
    product_id: 'acme',
    channel: 'email',
    template_id: 'welcome',
    recipient: { email: 'ada@example.com' },
    variables: { lead: { name: 'Ada' } },
    idempotency_key: 'en-1:1',
  });
});

test('When messages belong to no sequence, then their idempotency keys are the event ids', async () => {
  const calls = fakeService(COMMUNICATION_ENGINE, { 'POST /messages/send/bulk': bulk(() => ({})) });
  const domainEvent = (event_id: string) => ({ event_id, data: { ...stepDue(1).data, sequence: undefined } });
  await run({ resource: 'message', operation: 'send' }, [domainEvent('event-1'), domainEvent('event-2')]);
  expect(calls[0]?.body.items.map((item: IDataObject) => item.idempotency_key)).toEqual(['event-1', 'event-2']);
});

test('When the sequence is not valid JSON, then the error names the field', async () => {
  const additionalFields = { sequence: '{"step_number": ' };
  const { error } = await run({ resource: 'message', operation: 'send', additionalFields }, [stepDue(1)]);
  expect(error?.message).toBe('Sequence: not valid JSON');
});

test('When the sequence is entered as text, then it is parsed as JSON', async () => {
  const calls = fakeService(COMMUNICATION_ENGINE, { 'POST /messages/send/bulk': bulk(() => ({})) });
  const additionalFields = { person_id: 'person-1', sequence: JSON.stringify(stepDue(3).data.sequence) };
  await run({ resource: 'message', operation: 'send', additionalFields }, [stepDue(3)]);
  expect(calls[0]?.body.items[0]).toMatchObject({ person_id: 'person-1', sequence: { step_number: 3 } });
});

test('When a template is saved, then empty fields are not sent', async () => {
  const calls = fakeService(COMMUNICATION_ENGINE, { 'POST /templates': () => ({ result: 'created' }) });
  const parameters = {
    ...{ resource: 'template', operation: 'save', template_id: 'welcome', name: 'Welcome', channel: 'email' },
    ...{ subject: 'Hello', html: '', text: 'Hello {{ lead.name }}', additionalFields: { defaults: '{"lead":{}}' } },
  };
  const { json } = await run(parameters, [{}]);
  expect(json('Node')).toEqual([{ result: 'created' }]);
  expect(PutTemplate.parse(calls[0]?.body)).toEqual({
    template_id: 'welcome',
    name: 'Welcome',
    channel: 'email',
    subject: 'Hello',
    text: 'Hello {{ lead.name }}',
    defaults: { lead: {} },
  });
});

test.each([
  ['message', 'getStatus', { message_id: 'm-1' }, 'GET /messages/m-1/status'],
  ['engagement', 'get', { lead_id: 'lead-1' }, 'GET /engagement/lead-1'],
])(
  'When %s %s runs, then it requests the record from the Communication Engine',
  async (resource, operation, parameters, route) => {
    const calls = fakeService(COMMUNICATION_ENGINE, { [route]: () => ({ found: true }) });
    const { json } = await run({ resource, operation, ...parameters }, [{}]);
    expect(json('Node')).toEqual([{ found: true }]);
    expect(calls[0]?.headers['x-api-key']).toBe('key-of-the-engine');
  },
);

test('When the operation is unknown, then the error names it', async () => {
  const { error } = await run({ resource: 'message', operation: 'explode' }, [{}]);
  expect(error?.message).toContain('The operation "explode" is not supported');
});
