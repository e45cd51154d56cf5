import type { IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';
import { resources } from '../../../nodes/Crm/v1/actions/resources';
import { onlyReads } from '../../../nodes/Crm/v1/dialects/sandbox';
import { callCrm } from '../../../nodes/Crm/v1/transport';
import { CRM, fakeService, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

describe('The CRM is never written to', () => {
  const context = { getNode: () => ({ name: 'CRM' }) } as unknown as IExecuteFunctions;
  const reads = ['/api/v1/login-events', '/api/v1/contacts', '/api/v1/contacts/a', '/api/v1/organizations/a%2Fb'];
  const foreign = [
    ...['/', '/oauth/token', '/api/v1', '/api/v1/deals', '/api/v2/contacts', '/api/v1/contacts/a/notes'],
    ...['/api/v1/contacts/', '/api/v1/contacts/..', '/api/v1/contacts?x=1', 'http://crm.test/api/v1/contacts'],
  ];
  const writes: IHttpRequestMethods[] = ['POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];

  test.each(reads)('GET %s may be sent', (path) => {
    expect(onlyReads('GET', path)).toBe(true);
  });

  test.each(foreign)('GET %s may not be sent', (path) => {
    expect(onlyReads('GET', path)).toBe(false);
  });

  test.each(writes)('When a %s request is attempted, then it throws and nothing is sent', async (method) => {
    const calls = fakeService(CRM, Object.fromEntries(reads.map((path) => [`${method} ${path}`, () => ({})])));
    for (const path of reads) await expect(callCrm(context, { method, path })).rejects.toThrow('The CRM is read only');
    await expect(callCrm(context, { method: 'GET', path: reads[0]!, body: {} })).rejects.toThrow('read only');
    expect(calls).toHaveLength(0);
  });

  test('The node offers no operation that writes', () => {
    const offered = resources.flatMap(({ operations }) => operations.map(({ description }) => description.value));
    expect([...new Set(offered)].sort()).toEqual(['get', 'getAll']);
  });
});
