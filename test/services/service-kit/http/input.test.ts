import { aLead, anEvent } from '../../../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
});

interface Problem {
  error_code: string;
  details: { fields: { field: string }[] };
}

const namesOf = ({ body }: { body: Problem }) => body.details.fields.map(({ field }) => field).sort();

test('When fields are unknown or of a wrong type, then 422 names every one of them, however deep', async () => {
  const body = {
    product_id: 7,
    nickname: 'Ada',
    contact_info: { email: 'no address', fax: '1', preferred_channel: 'fax' },
    demographics: { job_title: ['a', 'b'] },
  };
  const answer = await world.api.post('/leads', body);
  expect(answer.status).toBe(422);
  expect(answer.body.error_code).toBe('VALIDATION_FAILED');
  expect(namesOf(answer)).toEqual(
    ['contact_info.email', 'contact_info.fax', 'contact_info.preferred_channel', 'demographics.job_title'].concat([
      'nickname',
      'product_id',
    ]),
  );
  for (const { message } of answer.body.details.fields) expect(message).not.toBe('');
});

test('When a large body has many errors, then the first hundred fields are named and all are counted', async () => {
  const unknown = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`field-${n}`, 1]));
  const answer = await world.api.post('/leads', { ...aLead(), ...unknown, [`long ${'x'.repeat(50_000)}`]: 1 });
  expect(answer.status).toBe(422);
  expect(namesOf(answer)).toHaveLength(100);
  expect(answer.body.details.count).toBe(50_001);
  expect(answer.body.message).toContain('and 49901 more: not valid.');
  expect(answer.text.length).toBeLessThan(20_000);
  const named = await world.api.post('/leads', { ...aLead(), ['😀'.repeat(50_000)]: 1 });
  expect(named.text.length).toBeLessThan(5_000);
  expect(named.body.message.isWellFormed()).toBe(true);
});

const TOO_LONG = 'x'.repeat(101);
test.each([
  ['/dead-letters?page_size=none&colour=red', ['colour', 'page_size']],
  ['/dead-letters?page_size=1&page_size=2', ['page_size']],
  ['/dead-letters?page_size=0x10', ['page_size']],
  ['/dead-letters?page_size=', ['page_size']],
  ['/dead-letters?cursor=zzz', ['cursor']],
  ['/dead-letters?kind=gossip', ['kind']],
  [`/leads/${TOO_LONG}`, ['id']],
])('When the address is %.40s, then 422 names its wrong parameters', async (path, fields) => {
  const answer = await world.api.get(path);
  expect(answer.status).toBe(422);
  expect(namesOf(answer)).toEqual(fields);
});

test('When the body is empty, then the required fields are named', async () => {
  const answer = await world.api.post('/leads');
  expect(answer.status).toBe(422);
  expect(namesOf(answer)).toContain('product_id');
});

test('When the body is a list, then 422 names the body', async () => {
  const answer = await world.api.post('/leads', []);
  expect(answer.status).toBe(422);
  expect(namesOf(answer)).toEqual(['body']);
});

test('When a body holds what the database cannot keep, then 422 names its field', async () => {
  const { body } = await world.api.post('/leads', aLead());
  const post = (metadata: Record<string, unknown>) =>
    world.api.post(`/leads/${body.lead.id}/events`, anEvent({ metadata }));
  let deep: Record<string, unknown> = {};
  for (let n = 0; n < 120; n += 1) deep = { deep };

  const withNul = await post({ list: [{ 'a\u0000b': 1 }] });
  expect([withNul.status, namesOf(withNul)]).toEqual([422, ['metadata.list.0.a\u0000b']]);
  const withoutEnd = await post(deep);
  expect([withoutEnd.status, withoutEnd.body.details.fields[0].message]).toEqual([422, 'more than 50 levels deep']);
  const odd = { 'a.b': 1, $set: { $inc: 1 }, '': [], 'c\u0001': '\u0000' };
  const kept = await post(odd);
  expect(kept.body.event.metadata).toEqual(odd);
});

test('When a path is not well encoded, then 400', async () => {
  const answer = await world.api.get('/leads/%E0%A4%A');
  expect([answer.status, answer.body.error_code]).toEqual([400, 'INVALID_PATH']);
});

test('When a path ends with a slash, then it is the same path', async () => {
  const { body } = await world.api.post('/leads/', aLead()).expect(201);
  await world.api.get(`/leads/${body.lead.id}/`).expect(200);
});
