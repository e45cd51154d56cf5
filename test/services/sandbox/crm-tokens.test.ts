import { crmWorld } from '../../support/worlds/crm-world';

test('When the credentials are valid, then the CRM issues a bearer token that the API accepts', async () => {
  const crm = await crmWorld();
  const { body } = await crm.agent
    .post('/oauth/token')
    .type('form')
    .send({ grant_type: 'client_credentials', client_id: crm.client.id, client_secret: crm.client.secret })
    .expect(200);

  expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3_600 });
  await crm.agent.get('/api/v1/contacts').set('authorization', `Bearer ${body.access_token}`).expect(200);
});

test.each([
  ['the secret is wrong', { client_secret: 'guessed' }, 401, 'invalid_client'],
  ['the client is unknown', { client_id: 'stranger' }, 401, 'invalid_client'],
  ['another grant type is requested', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ['a field is missing', { client_secret: undefined }, 400, 'invalid_request'],
])('When %s, then no token is issued', async (_when, credentials, status, error) => {
  const answer = await (await crmWorld()).askToken(credentials);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ error });
  expect(answer.body).not.toHaveProperty('access_token');
});

test('When a token is missing or expired, then the API answers 401 until a new token is issued', async () => {
  const crm = await crmWorld({ tokenSeconds: 60 });
  await crm.agent.get('/api/v1/login-events').expect(401);
  crm.clock.pass(59_999);
  await crm.get('/login-events').expect(200);
  crm.clock.pass(1);
  const expired = await crm.get('/login-events').expect(401);
  expect(expired.headers['www-authenticate']).toContain('invalid_token');
  await crm.renewToken();
  await crm.get('/login-events').expect(200);
});
