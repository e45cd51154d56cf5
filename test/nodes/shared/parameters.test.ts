import { runNode } from '../../support/engine/engine';
import { CRM, fakeService, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

test.each([
  ['leadTracker', { resource: 'lead', operation: 'get' }, 'Lead ID is empty'],
  ['leadTracker', { resource: 'login', operation: 'getCursor', source: '={{ $json.nothing }}' }, 'Source is empty'],
  [
    'communicationEngine',
    { resource: 'message', operation: 'getStatus', message_id: '={{ $json.nothing }}' },
    'Message ID is empty',
  ],
  ['crm', { resource: 'contact', operation: 'get', contact_id: '={{ $json.nothing }}' }, 'Contact ID is empty'],
  [
    'crm',
    { resource: 'contact', operation: 'getAll', limit: '={{ "abc" }}' },
    'Limit: needs a whole number of at least 1',
  ],
  ['crm', { resource: 'contact', operation: 'getAll', limit: 0 }, 'Limit: needs a whole number of at least 1'],
  [
    'crm',
    { resource: 'loginEvent', operation: 'getAll', source: 'crm', page_size: 501 },
    'Page Size: needs a whole number from 1 to 500',
  ],
  [
    'crm',
    { resource: 'loginEvent', operation: 'getAll', source: 'crm', max_pages: 1.5 },
    'Max Pages: needs a whole number of at least 1',
  ],
])('When %s gets %j, then it fails with "%s" and sends no request', async (node, parameters, message) => {
  const { error } = await runNode(node, parameters, [{}]);
  expect(error?.message).toBe(message);
});

test('When a CRM refuses, then its error code is shown, or without one the advice to check the base URL', async () => {
  fakeService(CRM, {
    'GET /api/v1/contacts/1': () => ({ status: 400, body: { error: 'rate_limited' } }),
    'GET /api/v1/contacts/2': () => ({ status: 404, body: {} }),
  });
  const get = (contact_id: string) => runNode('crm', { resource: 'contact', operation: 'get', contact_id }, [{}]);

  expect((await get('1')).error?.description).toBe('rate_limited');
  expect((await get('2')).error?.description).toContain('Check the base URL of the credential');
});
