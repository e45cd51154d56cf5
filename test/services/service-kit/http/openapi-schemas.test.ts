import SwaggerParser from '@apidevtools/swagger-parser';
import { CommunicationEngineEvents, LeadTrackerEvents } from '@lead-nurturing/contracts/webhooks/domain-event';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Api } from '../../../support/api';
import { aLead, anEvent, aProduct } from '../../../support/builders';
import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { leadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

type Validate = (method: string, path: string, body: unknown) => boolean;

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);

/** Whether a body matches the schema that the document of the service publishes for it. */
async function publishedBy(operations: Awaited<ReturnType<typeof leadTrackerWorld>>['operations']): Promise<Validate> {
  const { body } = await operations.get('/openapi.json');
  const dereferenced: unknown = await SwaggerParser.dereference(body);
  const { paths } = dereferenced as {
    paths: Record<string, Record<string, { requestBody: { content: Record<string, { schema: object }> } }>>;
  };
  return (method, path, value) =>
    ajv.validate(paths[path]![method]!.requestBody.content['application/json']!.schema, value);
}

let tracker: { api: Api; lead: string; matches: Validate };
let engine: { api: Api; matches: Validate };
beforeAll(async () => {
  const leads = await leadTrackerWorld();
  tracker = { api: leads.api, lead: (await leads.created()).id, matches: await publishedBy(leads.operations) };
  const messages = await communicationEngineWorld();
  await messages.api.post('/templates', aTemplate());
  engine = { api: messages.api, matches: await publishedBy(messages.operations) };
});

const { contact_info: _contact, crm_user_id: _crm, ...nobody } = aLead();
const { idempotency_key: _key, ...withoutKey } = anEvent();
const step = { channel: 'email', template_id: 'welcome' };
const productWith = (message: object) =>
  aProduct({ nurturing_sequences: [{ stage: 'User', messages: [message] }] } as object);
const { subject: _subject, ...withoutSubject } = aTemplate();
const { html: _html, ...withoutText } = aTemplate();

test.each<[string, 'post' | 'put', string, object, boolean]>([
  ['a lead', 'post', '/leads', aLead(), true],
  ['a lead that only a CRM knows', 'post', '/leads', { ...nobody, crm_user_id: 'c-1' }, true],
  ['a lead with a phone', 'post', '/leads', { ...nobody, contact_info: { phone: '+4915112345678' } }, true],
  ['a lead of nobody', 'post', '/leads', nobody, false],
  ['a lead with empty contact data', 'post', '/leads', { ...nobody, contact_info: {} }, false],
  ['an e-mail address without @', 'post', '/leads', { ...nobody, contact_info: { email: 'ada' } }, false],
  ['an IANA time zone', 'post', '/leads', { ...aLead(), timezone: 'America/Argentina/Buenos_Aires' }, true],
  ['a time zone that is an offset', 'post', '/leads', { ...aLead(), timezone: '+01:00' }, false],
  ['a time zone with spaces', 'post', '/leads', { ...aLead(), timezone: 'Central European' }, false],
  ['an event', 'post', '/leads/{id}/events', anEvent(), true],
  [
    'an event in 1970 by its offset',
    'post',
    '/leads/{id}/events',
    anEvent({ timestamp: '1969-12-31T23:00:00-05:00' }),
    true,
  ],
  ['an event before 1970', 'post', '/leads/{id}/events', anEvent({ timestamp: '1969-06-01T00:00:00Z' }), false],
  ['an event without an offset', 'post', '/leads/{id}/events', anEvent({ timestamp: '2026-03-02T08:00:00' }), false],
  ['an event without a key', 'post', '/leads/{id}/events', withoutKey, false],
  ['a delay in hours', 'put', '/products/{id}', productWith({ ...step, delay_hours: 1 }), true],
  ['a delay with a unit', 'put', '/products/{id}', productWith({ ...step, delay: { value: 1, unit: 'days' } }), true],
  ['no delay', 'put', '/products/{id}', productWith(step), false],
  [
    'both delays',
    'put',
    '/products/{id}',
    productWith({ ...step, delay_hours: 1, delay: { value: 1, unit: 'days' } }),
    false,
  ],
])(
  'When the Lead Tracker gets %s, then its published schema says the same of it',
  async (_, method, path, body, valid) => {
    const answer = await tracker.api[method](
      path.replace('{id}', path.startsWith('/leads') ? tracker.lead : 'p'),
      body,
    );

    expect([tracker.matches(method, path, body), answer.status]).toEqual([valid, valid ? expect.any(Number) : 422]);
    if (valid) expect(answer.status).toBeLessThan(300);
  },
);

test.each<[string, string, object, boolean]>([
  ['an e-mail', '/messages/send', aMessage(), true],
  ['an e-mail without an address', '/messages/send', aMessage({ recipient: { name: 'Ada' } }), false],
  ['a template', '/templates', aTemplate(), true],
  ['a template without a subject', '/templates', withoutSubject, false],
  ['a template without html and text', '/templates', withoutText, false],
])(
  'When the Communication Engine gets %s, then its published schema says the same of it',
  async (_, path, body, valid) => {
    const answer = await engine.api.post(path, body);

    expect([engine.matches('post', path, body), answer.status]).toEqual([valid, valid ? expect.any(Number) : 422]);
    if (valid) expect(answer.status).toBeLessThan(300);
  },
);

test('When a bulk has an invalid item, then the published schema refuses it; otherwise it accepts it', () => {
  const item = { ...anEvent(), lead_id: 'l' };

  expect(tracker.matches('post', '/leads/events/bulk', { items: [item] })).toBe(true);
  expect(tracker.matches('post', '/leads/events/bulk', { items: [item, { ...item, timestamp: 'now' }] })).toBe(false);
});

interface Webhooks {
  webhooks: Record<string, { post: { requestBody: { content: Record<string, { schema: DeliverySchema }> } } }>;
}
interface DeliverySchema {
  properties: { events: { items: { oneOf: { properties: { type: { const: string }; data: object } }[] } } };
}

/** The schemas of `data` that the document publishes, by type of event. */
async function publishedEvents(operations: Awaited<ReturnType<typeof leadTrackerWorld>>['operations']) {
  const { body } = await operations.get('/openapi.json');
  const dereferenced: unknown = await SwaggerParser.dereference(body);
  const { post } = (dereferenced as Webhooks).webhooks['domain-events']!;
  const { oneOf } = post.requestBody.content['application/json']!.schema.properties.events.items;
  return new Map(oneOf.map(({ properties }) => [properties.type.const, properties.data]));
}

test('When a service publishes a type of event, then its document has the type under webhooks', async () => {
  const [leads, messages] = [await leadTrackerWorld(), await communicationEngineWorld()];

  expect([...(await publishedEvents(leads.operations)).keys()]).toEqual(Object.keys(LeadTrackerEvents));
  expect([...(await publishedEvents(messages.operations)).keys()]).toEqual(Object.keys(CommunicationEngineEvents));
});

test('When events are published, then their data matches the schemas of the document', async () => {
  const world = await leadTrackerWorld();
  const { id } = await world.created();
  await world.api.post(`/leads/${id}/events`, anEvent());
  await world.api.post(`/leads/${id}/stage/evaluate`);
  const schemas = await publishedEvents(world.operations);

  const outbox = await world.connection.collection('outbox').find().toArray();
  const events = outbox.flatMap((document) => document.events as { type: string; data: object }[]);

  expect(new Set(events.map(({ type }) => type))).toEqual(
    new Set(['lead.created', 'lead.scored', 'lead.stage_changed']),
  );
  for (const { type, data } of events) {
    ajv.validate(schemas.get(type)!, JSON.parse(JSON.stringify(data)));
    expect([type, ajv.errors]).toEqual([type, null]);
  }
});
