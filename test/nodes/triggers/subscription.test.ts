import { CommunicationEngineEvents, LeadTrackerEvents } from '@lead-nurturing/contracts/webhooks/domain-event';
import { Subscribe } from '@lead-nurturing/contracts/webhooks/webhook';
import type { INodePropertyOptions } from 'n8n-workflow';
import { fingerprint } from '@lead-nurturing/service-kit/webhooks/signature';
import { engineNodeTypes, PACKAGE } from '../../support/engine/nodes';
import { oneNode } from '../../support/engine/engine';
import {
  COMMUNICATION_ENGINE,
  errorBody,
  fakeService,
  LEAD_TRACKER,
  useNoNetwork,
} from '../../support/engine/services';
import { secretOf, webhookMethodsOf } from '../../support/engine/webhook';

useNoNetwork();

describe.each([
  ['leadTrackerTrigger', LEAD_TRACKER, LeadTrackerEvents, ['lead.created', 'lead.scored']],
  ['communicationEngineTrigger', COMMUNICATION_ENGINE, CommunicationEngineEvents, ['message.opened', 'message.failed']],
])('%s', (type, service, domainEvents, events) => {
  const workflow = oneNode(type, { events }, { webhookId: 'ln-test' });
  const url = 'http://n8n.test/webhook/ln-test/events';
  const testUrl = 'http://n8n.test/webhook-test/ln-test/events';
  const subscriber = 'oneNodeWorkflow1:node';
  const secret = secretOf(workflow, 'Node');
  const current = { id: 's-1', subscriber, url, events, status: 'active', secret_fingerprint: fingerprint(secret) };
  const LIST = 'GET /webhook-subscriptions';
  const has = (...items: object[]) => ({ [LIST]: () => ({ items }) });

  test('offers every domain event that the service publishes', () => {
    const { properties } = engineNodeTypes.getByNameAndVersion(`${PACKAGE}.${type}`, 1).description;
    const offered = (properties[0]?.options as INodePropertyOptions[]).map(({ value }) => value);
    expect([...offered].sort()).toEqual(Object.keys(domainEvents).sort());
  });

  test('answers a delivery after the workflow has run, without a body', () => {
    const { webhooks } = engineNodeTypes.getByNameAndVersion(`${PACKAGE}.${type}`, 1).description;
    expect(webhooks).toMatchObject([{ httpMethod: 'POST', responseMode: 'lastNode', responseData: 'noData' }]);
  });

  describe('checkExists', () => {
    test.each([
      ['matches the node', current, true],
      ['lists the events in another order', { ...current, events: [...events].reverse() }, true],
      ['has another URL', { ...current, url: 'http://old.test/webhook/ln-test/events' }, false],
      ['has fewer events', { ...current, events: events.slice(1) }, false],
      ['has more events', { ...current, events: [...events, 'other'] }, false],
      ['is detached', { ...current, status: 'detached' }, false],
      ['is paused', { ...current, status: 'paused' }, false],
      ['has the secret of another API key', { ...current, secret_fingerprint: '0'.repeat(16) }, false],
      ['belongs to another node', { ...current, subscriber: 'oneNodeWorkflow1:other' }, false],
    ])('When the subscription %s, then checkExists answers %p', async (_, subscription, expected) => {
      const calls = fakeService(service, has(subscription));
      expect(await webhookMethodsOf(workflow, 'Node').checkExists()).toBe(expected);
      expect(calls.map(({ query }) => query)).toEqual([{ subscriber }]);
    });

    test('When there is no subscription, then checkExists answers false', async () => {
      fakeService(service, has());
      expect(await webhookMethodsOf(workflow, 'Node').checkExists()).toBe(false);
    });

    test('When the service answers 500, then checkExists fails', async () => {
      fakeService(service, { [LIST]: () => ({ status: 500, body: errorBody('INTERNAL_ERROR', 'Something.') }) });
      await expect(webhookMethodsOf(workflow, 'Node').checkExists()).rejects.toThrow('Something.');
    });
  });

  test('When a subscription is created, then the service receives its URL, events and secret', async () => {
    const calls = fakeService(service, { 'POST /webhook-subscriptions': () => ({ status: 201, body: current }) });
    expect(await webhookMethodsOf(workflow, 'Node').create()).toBe(true);
    expect(calls.map(({ body }) => Subscribe.parse(body))).toEqual([{ subscriber, url, events, secret }]);
  });

  test("When the editor listens, then subscriber, secret and URL differ from the published workflow's", async () => {
    const calls = fakeService(service, { 'POST /webhook-subscriptions': () => ({ status: 201, body: current }) });
    await webhookMethodsOf(workflow, 'Node', 'manual').create();
    const body = Subscribe.parse(calls[0]?.body);
    expect(body).toMatchObject({
      subscriber: `${subscriber}:test`,
      url: testUrl,
      from: 'now',
    });
    expect(body.secret).not.toBe(secret);
  });

  describe('delete', () => {
    const DETACH = 'DELETE /webhook-subscriptions/s-1';
    const detach = (answer: () => unknown, ...items: object[]) => ({ ...has(...items), [DETACH]: answer });
    const deleted = () => ({ ...current, status: 'detached' });
    const methodsOf = (calls: { method: string }[]) => calls.map(({ method }) => method);

    test.each(['active', 'paused'])(
      'When the workflow is unpublished, then its %s subscription is detached',
      async (status) => {
        const calls = fakeService(service, detach(deleted, { ...current, status }));
        expect(await webhookMethodsOf(workflow, 'Node').delete()).toBe(true);
        expect(methodsOf(calls)).toContain('DELETE');
      },
    );

    test('When the editor stops listening, then only its own subscription is detached', async () => {
      const test = { ...current, subscriber: `${subscriber}:test`, url: testUrl };
      const calls = fakeService(service, detach(deleted, { ...current, id: 's-0' }, test));
      expect(await webhookMethodsOf(workflow, 'Node', 'manual').delete()).toBe(true);
      expect(calls.filter(({ method }) => method === 'DELETE').map(({ path }) => path)).toEqual([
        '/webhook-subscriptions/s-1',
      ]);
    });

    test.each([
      ['is gone', []],
      ['is detached', [{ ...current, status: 'detached' }]],
      ['has the URL of another n8n', [{ ...current, url: 'http://other.test/webhook/ln-test/events' }]],
    ])('When the subscription %s, then nothing is deleted', async (_, items) => {
      const calls = fakeService(service, has(...items));
      expect(await webhookMethodsOf(workflow, 'Node').delete()).toBe(true);
      expect(methodsOf(calls)).not.toContain('DELETE');
    });

    test('When the service answers 404 to the deletion, then delete succeeds', async () => {
      fakeService(
        service,
        detach(() => ({ status: 404, body: errorBody('NOT_FOUND', 'Gone.') }), current),
      );
      expect(await webhookMethodsOf(workflow, 'Node').delete()).toBe(true);
    });

    test('When the service refuses the deletion, then delete fails', async () => {
      fakeService(
        service,
        detach(() => ({ status: 403, body: errorBody('FORBIDDEN', 'Not yours.') }), current),
      );
      await expect(webhookMethodsOf(workflow, 'Node').delete()).rejects.toThrow('Not yours.');
    });
  });
});
