import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { credentials, runNode } from '../support/engine/engine';
import { crmWorld, type CrmWorld } from '../support/worlds/crm-world';
import { onFinish } from '../support/finish';

let crm: CrmWorld;
let values: ReturnType<typeof credentials>;
beforeAll(async () => {
  crm = await crmWorld();
  const server = crm.app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  onFinish(async () => {
    server.close();
    server.closeAllConnections();
    crm.stop();
  });
  const { id, secret } = crm.client;
  const crmApi = { baseUrl: `http://127.0.0.1:${port}`, clientId: id, clientSecret: secret, accessToken: '' };
  values = { ...credentials(), crmApi };
});

/** Ids as workflows hand them on: real ones, unknown ones, and what somebody would try. */
const anId = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map((n) => `contact-${n}`),
  fc.constantFrom('..', '../contacts', 'x/../../sandbox/logins', '?method=DELETE', '%2e%2e', ''),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
);

const aRead = fc.oneof(
  fc.record({ resource: fc.constantFrom('contact', 'organization'), operation: fc.constant('get'), id: anId }),
  fc.record({ resource: fc.constantFrom('contact', 'organization'), operation: fc.constant('getAll'), id: anId }),
  fc.record({ resource: fc.constant('loginEvent'), operation: fc.constant('getAll'), id: anId }),
);

const aFault = fc.constantFrom('rate_limit', 'server_error', 'expired_token', 'malformed_record', 'duplicate_record');

/** Asked in every run, so that none proves its point with silence. */
const CERTAIN = { resource: 'organization', operation: 'getAll', id: '' };

/** The id comes in with the item, as it does in a workflow. */
const parametersOf = ({ resource, operation }: { resource: string; operation: string }) => ({
  resource,
  operation,
  contact_id: '={{ $json.id }}',
  organization_id: '={{ $json.id }}',
  returnAll: false,
  limit: 5,
  source: 'crm',
  cursor: '',
  page_size: 5,
  max_pages: 2,
});

test('Feature: lead-nurturing-automation, Property 10: CRM Read-Only Integrity', async () => {
  const before = await crm.fingerprint();
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(aRead, { minLength: 1, maxLength: 4 }), fc.option(aFault), async (reads, mode) => {
      await crm.agent.delete('/sandbox/requests');
      if (mode) await crm.arm({ mode, times: 1, retry_after_seconds: 0 });
      for (const read of [...reads, CERTAIN])
        await runNode('crm', parametersOf(read), [{ id: read.id }], { values, onError: 'continueRegularOutput' });
      await crm.agent.delete('/sandbox/faults');
      if (mode === 'expired_token') await crm.renewToken();

      const { body } = await crm.agent.get('/sandbox/requests');
      asked += Number(body.data.length);
      for (const { method, path } of body.data) {
        expect(method).toBe('GET');
        expect(path).toMatch(/^\/api\/v1\/(contacts|organizations|login-events)(\/[^/]+)?(\?.*)?$/);
      }
      expect(await crm.fingerprint()).toBe(before);
    }),
    { numRuns: 100 },
  );

  expect(asked).toBeGreaterThanOrEqual(100);
  // The proof would see a write: one made past the node changes the fingerprint and stands in the ledger.
  const { body: contacts } = await crm.get('/contacts?limit=1');
  await crm.write('patch', `/contacts/${contacts.data[0].id}`, { full_name: 'Changed' });
  expect(await crm.fingerprint()).not.toBe(before);
}, 240_000);
