import { crmWorld } from '../../support/worlds/crm-world';

test('When a client only reads, then the snapshot does not change', async () => {
  const crm = await crmWorld();
  const before = await crm.fingerprint();
  await crm.addLogins({ count: 3 });
  await crm.get('/login-events').expect(200);
  const { body } = await crm.get('/contacts?limit=30').expect(200);
  expect(body.data).toHaveLength(30);
  expect((await crm.get(`/contacts?cursor=${body.next_cursor}`)).body.data).toHaveLength(10);
  await crm.get('/contacts/con_0001').expect(200);
  await crm.get('/organizations/org_0012').expect(200);
  await crm.get('/organizations/org_0013').expect(404);
  expect(await crm.fingerprint()).toBe(before);
});

test.each([
  ['post', '/organizations', { name: 'New', size: '1-10', industry: 'Media' }, 201],
  ['put', '/organizations/org_0001', { name: 'Renamed', size: '1-10', industry: 'Media' }, 200],
  ['patch', '/contacts/con_0001', { title: 'Chief' }, 200],
  ['delete', '/contacts/con_0001', {}, 204],
] as const)('When a client sends %s %s, then the snapshot changes', async (method, path, body, status) => {
  const crm = await crmWorld();
  const before = await crm.fingerprint();
  await crm.write(method, path, body).expect(status);
  expect(await crm.fingerprint()).not.toBe(before);
});

test.each([
  ['put', '/contacts/con_0001', { full_name: 'Half a contact' }, 400],
  ['patch', '/contacts/con_0001', { email: 'no address' }, 400],
  ['patch', '/contacts/nobody', { title: 'Chief' }, 404],
  ['delete', '/organizations/nowhere', {}, 404],
] as const)(
  'When a client sends an invalid %s %s, then the snapshot does not change',
  async (method, path, body, status) => {
    const crm = await crmWorld();
    const before = await crm.fingerprint();
    await crm.write(method, path, body).expect(status);
    expect(await crm.fingerprint()).toBe(before);
  },
);

test('When a contact is deleted, then only the logins of this contact are removed', async () => {
  const crm = await crmWorld();
  const [gone] = await crm.addLogins({ contact_id: 'con_0001' });
  const [kept] = await crm.addLogins({ contact_id: 'con_0002' });
  await crm.write('delete', `/contacts/${gone.contact.id}`).expect(204);
  expect((await crm.get('/login-events')).body.data).toEqual([kept]);
});

test('When the API is called, then the ledger records only time, method, path and status', async () => {
  const crm = await crmWorld();
  await crm.agent.delete('/sandbox/requests').expect(204);
  await crm.get('/login-events?limit=7&token=secret');
  await crm.agent.get('/api/v1/contacts');
  await crm.write('patch', '/contacts/con_0001', { title: 'Chief' });
  await crm.get('/nothing');

  const at = crm.clock.now().toISOString();
  expect((await crm.agent.get('/sandbox/requests')).body.data).toEqual([
    { at, method: 'GET', path: '/api/v1/login-events', status: 200 },
    { at, method: 'GET', path: '/api/v1/contacts', status: 401 },
    { at, method: 'PATCH', path: '/api/v1/contacts/con_0001', status: 200 },
    { at, method: 'GET', path: '/api/v1/nothing', status: 404 },
  ]);
});

test('When the web page is opened, then the page loads and the last 20 logins are available', async () => {
  const crm = await crmWorld();
  const page = await crm.agent.get('/').expect(200).expect('content-type', /html/);
  expect(page.text).toContain('Sandbox CRM');
  const added = await crm.addLogins({ count: 21 });
  const { body } = await crm.agent.get('/sandbox/logins');
  expect(body.data).toEqual(added.reverse().slice(0, 20));
});

test('When a body is not JSON, then the answer is 400', async () => {
  const crm = await crmWorld();
  await crm.agent.post('/sandbox/logins').type('json').send('{').expect(400);
});
