import fc from 'fast-check';

/** Ids of external systems: readable, odd, long, in any script. */
const foreignId = fc.oneof(fc.uuid(), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }));

const someText = (maxLength: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength }).filter((text) => text.trim() !== '');

const optional = { requiredKeys: [] as [] };

const between = (from: string, to: string) =>
  fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true }).map((date) => date.toISOString());

/** A contact of a CRM; contacts with the same id have the same fields. */
export const aContact = fc.record(
  {
    crm_user_id: foreignId,
    name: someText(60),
    contact_info: fc.record({
      email: fc.uuid().map((id) => `${id}@people.example`),
      preferred_channel: fc.constantFrom('email', 'whatsapp', 'chatbot'),
    }),
    demographics: fc.record(
      { job_title: someText(40), company_size: fc.constantFrom('1-10', '11-50'), industry: someText(30) },
      optional,
    ),
    timezone: fc.constantFrom('Europe/Berlin', 'America/New_York'),
    locale: fc.constantFrom('de', 'en-GB'),
  },
  { requiredKeys: ['crm_user_id', 'contact_info'] },
);

export const anOrganization = fc.record({ id: foreignId, name: someText(60) });

/** Logins of a few contacts to a few products; each login has a unique id. */
export const someLogins = fc
  .tuple(
    fc.uniqueArray(aContact, { minLength: 1, maxLength: 5, selector: ({ crm_user_id }) => crm_user_id }),
    fc.array(anOrganization, { minLength: 1, maxLength: 3 }),
  )
  .chain(([contacts, organizations]) =>
    fc.uniqueArray(
      fc.record({
        login_id: foreignId,
        occurred_at: between('2095-01-01T00:00:00Z', '2096-03-02T08:59:59Z'),
        product_id: fc.constantFrom('analytics', 'desk', 'not-configured'),
        user: fc.constantFrom(...contacts),
        organization: fc.constantFrom(...organizations),
      }),
      { minLength: 1, maxLength: 25, selector: ({ login_id }) => login_id },
    ),
  );

/** Invalid values that CRMs send in practice. */
export const malformed = fc.oneof(
  fc.constant(null),
  fc.string(),
  fc.integer(),
  fc.constant([]),
  fc.record({ login_id: fc.integer(), occurred_at: fc.string() }),
  fc.record({
    login_id: fc.uuid(),
    occurred_at: fc.constant('yesterday'),
    product_id: fc.constant('analytics'),
    user: fc.constant({}),
  }),
);

/** Field names with a special meaning in JavaScript, Mongoose or MongoDB's driver, and odd ones. */
const specialNames = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'firstBatch',
  'toJSON',
  'toBSON',
  'toObject',
  'hasOwnProperty',
  '_bsontype',
  '$ref',
  '$id',
  '$db',
  '$oid',
  '$date',
  '$numberLong',
  '$set',
  '$inc',
  '$each',
  '$where',
  '$',
  '$$',
  '$__',
  '_doc',
  '$isMongooseMap',
  'isMongooseBuffer',
  'isMongooseArray',
  '_id',
  '__v',
  'id',
  'name',
  'length',
  '',
  ' ',
  '.',
  'a.b',
  '.a',
  'a.',
  '0',
  '1',
  '-1',
  '01',
  'a\u0000b',
  '\ud83d',
  'null',
  'undefined',
];

/** Any JSON object; field names that are difficult to store occur more often than at random. */
export const anyJsonObject = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(
      null,
      true,
      0,
      1,
      -1.5,
      1e300,
      2 ** 31,
      2 ** 53,
      '',
      'a',
      '$a',
      '$$NOW',
      'a\u0000b',
      '\ud83d',
    ),
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...specialNames), fc.string()), tie('value')), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries)),
})).object;
