import { credentials, runNode } from '../../support/engine/engine';
import { CRM, fakeService, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

const getLogins = { resource: 'loginEvent', operation: 'getAll', source: 'crm' };
const LOGINS = 'GET /api/v1/login-events';

describe('The access token', () => {
  const without = () => ({ ...credentials(), crmApi: { ...credentials().crmApi!, accessToken: '' } });
  const tokens = (...issued: string[]) => ({ 'POST /oauth/token': () => ({ access_token: issued.shift() }) });
  const onlyFor =
    (token: string) =>
    ({ headers }: { headers: Record<string, string> }) =>
      headers.authorization === `Bearer ${token}`
        ? { data: [], next_cursor: '1', has_more: false }
        : { status: 401, body: { error: 'invalid_token', message: 'The token expired.' } };

  test('When there is no access token, then the node requests one first', async () => {
    const calls = fakeService(CRM, { ...tokens('fresh'), [LOGINS]: onlyFor('fresh') });
    const { error } = await runNode('crm', getLogins, [{}], { values: without() });
    expect(error).toBeUndefined();
    expect(calls.map(({ path }) => path)).toEqual(['/oauth/token', '/api/v1/login-events']);
    expect(calls[0]?.body).toEqual({ grant_type: 'client_credentials', client_id: 'reader', client_secret: 'quiet' });
  });

  test('When the access token expired, then it is renewed once and the request is repeated', async () => {
    const calls = fakeService(CRM, { ...tokens('fresh'), [LOGINS]: onlyFor('fresh') });
    const { error } = await runNode('crm', getLogins, [{}]);
    expect(error).toBeUndefined();
    expect(calls.map(({ path }) => path)).toEqual(['/api/v1/login-events', '/oauth/token', '/api/v1/login-events']);
  });

  test('When the renewed access token is refused, then the node fails without a second renewal', async () => {
    const calls = fakeService(CRM, { ...tokens('fresh', 'fresher'), [LOGINS]: onlyFor('none') });
    const { error } = await runNode('crm', getLogins, [{}]);
    expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '401' });
    expect(calls.filter(({ path }) => path === '/oauth/token')).toHaveLength(1);
  });
});
