import { ApiKey, CreateApiKey } from '@lead-nurturing/contracts/access/api-key';
import { bulkRequest, IdParams, PageQuery } from '@lead-nurturing/contracts/common/common';
import { PutTemplate } from '@lead-nurturing/contracts/templates/template';
import { ValidationError } from '@lead-nurturing/service-kit/errors';
import { parse } from '@lead-nurturing/service-kit/http/parse';
import { refuseUnstorable } from '@lead-nurturing/service-kit/http/storable';

function fieldsOf(attempt: () => unknown) {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as ValidationError).details as { fields: { field: string; message: string }[] };
  }
  throw new Error('nothing was refused');
}
const namesOf = (attempt: () => unknown) => fieldsOf(attempt).fields.map(({ field }) => field);

test('When a value fits, then it comes back as the schema makes it', () => {
  expect(parse(PageQuery, { page_size: '20' })).toEqual({ page_size: 20 });
  expect(parse(PageQuery, {})).toEqual({ page_size: 50 });
  expect(parse(ApiKey.pick({ id: true }), { id: 'i', key_hash: 'dropped' })).toEqual({ id: 'i' });
});

test.each([
  [CreateApiKey, {}, ['label', 'scopes']],
  [CreateApiKey, { label: 'l', scopes: ['leads:read', 'all'], colour: 1, size: 2 }, ['scopes.1', 'colour', 'size']],
  [CreateApiKey, 'text', ['body']],
  [CreateApiKey, [], ['body']],
  [IdParams, { id: '' }, ['id']],
  [
    bulkRequest(CreateApiKey),
    {
      items: [
        { label: 'l', scopes: ['*'] },
        { label: 1, scopes: [], x: 1 },
      ],
    },
    ['items.1.label', 'items.1.scopes', 'items.1.x'],
  ],
  [bulkRequest(CreateApiKey), { items: [] }, ['items']],
  [PutTemplate, { template_id: 't', channel: 'email', name: 'n' }, ['subject', 'text']],
])('When %# does not fit, then every wrong field is named', (schema, value, names) => {
  expect(namesOf(() => parse(schema, value))).toEqual(names);
});

test('When a field is wrong, then its message says why and the message of the error names it', () => {
  const { fields } = fieldsOf(() => parse(CreateApiKey, { label: 'l', scopes: ['all'], colour: 1 }));
  expect(fields).toEqual([
    { field: 'scopes.0', message: 'resource:read, resource:write or *' },
    { field: 'colour', message: 'unknown field' },
  ]);
  expect(() => parse(CreateApiKey, null)).toThrow('body: not valid.');
});

test('When a body holds what MongoDB cannot keep, then the place is named', () => {
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
  expect(namesOf(() => refuseUnstorable({ a: [{ 'b\0': 1 }] }))).toEqual(['a.0.b\0']);
  expect(fieldsOf(() => refuseUnstorable(nested(60))).fields[0]?.message).toBe('more than 50 levels deep');
  expect(namesOf(() => refuseUnstorable({ '': '\ud800' }))).toEqual(['']);
  for (const fine of [undefined, null, 1, 'a\0', [], nested(50), { a: 'b\0😀', $set: { 'a.b': 1 } }])
    expect(() => refuseUnstorable(fine)).not.toThrow();
});
