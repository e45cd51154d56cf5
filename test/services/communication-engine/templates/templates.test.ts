import { aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';

test('When a template is created, changed or repeated, then only a change makes a new version', async () => {
  const { api } = await communicationEngineWorld();

  const created = await api.post('/templates', aTemplate());
  const unchanged = await api.post('/templates', aTemplate());
  const updated = await api.post('/templates', aTemplate({ subject: 'Good to see you' }));
  const read = await api.get('/templates/welcome');

  expect([created.status, unchanged.status, updated.status, read.status]).toEqual([201, 200, 200, 200]);
  expect(created.body).toMatchObject({ result: 'created', template: { version: 1 } });
  expect(unchanged.body).toEqual({ result: 'unchanged', template: created.body.template });
  expect(updated.body).toMatchObject({ result: 'updated', template: { version: 2, subject: 'Good to see you' } });
  expect(read.body).toEqual(updated.body.template);
});

test('When 20 callers create the same template at once, then it is created once, in one version', async () => {
  const { api } = await communicationEngineWorld();

  const answers = await Promise.all(Array.from({ length: 20 }, () => api.post('/templates', aTemplate())));

  expect(answers.map(({ body }) => body.result).sort()).toEqual(['created', ...Array(19).fill('unchanged')]);
  expect((await api.get('/templates/welcome')).body.version).toBe(1);
});

test('When 20 callers change a template at once, then every change is a version', async () => {
  const { api } = await communicationEngineWorld();
  await api.post('/templates', aTemplate());

  const subjects = Array.from({ length: 20 }, (_, index) => `Subject ${String(index)}`);
  const answers = await Promise.all(subjects.map((subject) => api.post('/templates', aTemplate({ subject }))));

  const versions = answers.map(({ body }) => body.template.version as number).sort((a, b) => a - b);
  expect(versions).toEqual(Array.from({ length: 20 }, (_, index) => index + 2));
});

test('When parts of a template are invalid Liquid, then each has its error, and nothing is stored', async () => {
  const { api } = await communicationEngineWorld();

  const answer = await api.post('/templates', aTemplate({ subject: '{{ name', html: 'a\n{% frobnicate %}' }));

  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({
    error_code: 'VALIDATION_FAILED',
    details: {
      fields: [
        { field: 'subject', message: expect.stringContaining('not closed') },
        { field: 'html', message: expect.stringContaining('tag "frobnicate" not found, line:2') },
      ],
    },
  });
  expect((await api.get('/templates/welcome')).status).toBe(404);
});

test('When names of defaults have a meaning in MongoDB, then they are stored unchanged', async () => {
  const { api } = await communicationEngineWorld();
  const defaults = { $where: { 'a.b': 1 }, lead: { $name: 'there' } };

  await api.post('/templates', aTemplate());
  const answer = await api.post('/templates', aTemplate({ defaults }));

  expect(answer.body).toMatchObject({ result: 'updated', template: { version: 2 } });
  expect((await api.get('/templates/welcome')).body.defaults).toEqual(defaults);
});

test('When two companies use one template id, then each sees only its own template', async () => {
  const { api, otherCompany } = await communicationEngineWorld();
  await api.post('/templates', aTemplate());

  expect((await otherCompany.get('/templates/welcome')).status).toBe(404);
  expect((await otherCompany.post('/templates', aTemplate({ subject: 'Ours' }))).body.result).toBe('created');
  expect((await api.get('/templates/welcome')).body.subject).toBe('Welcome, {{ lead.name }}');
});
