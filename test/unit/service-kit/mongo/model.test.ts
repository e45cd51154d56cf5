import { createConnection } from 'mongoose';
// The repository's root has zod 3 for n8n; the services have zod 4 in folders of their own.
import { z } from '../../../../service-kit/node_modules/zod';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

const Sample = z.object({
  _id: z.string(),
  kind: z.enum(['a', 'b']),
  at: z.date(),
  ended_at: z.date().nullable(),
  paused_at: z.date().optional(),
  count: z.number().default(0),
  tags: z.array(z.string()),
  steps: z.array(z.object({ number: z.number() })),
  record: z.unknown(),
});
const { schema } = defineModel('samples', Sample)(createConnection());

test.each([
  ['_id', 'String', true],
  ['kind', 'String', true],
  ['at', 'Date', true],
  ['ended_at', 'Date', false],
  ['paused_at', 'Date', false],
  ['count', 'Number', false],
  ['tags', 'Array', true],
  ['steps', 'Mixed', true],
  ['record', 'Mixed', false],
])('When the document has a field %s, then it is stored as %s (required: %s)', (path, instance, required) => {
  const rule = schema.path(path);

  expect([rule.instance, Boolean(rule.options.required)]).toEqual([instance, required]);
});

test('When a nullable or defaulted field is missing, then its null or default is stored', () => {
  const stored = new (createConnection().model('Sample', schema))({
    _id: '1',
    kind: 'a',
    at: new Date(0),
    tags: [],
    steps: [],
  }).toObject();

  expect(stored).toMatchObject({ ended_at: null, count: 0 });
  expect(stored).not.toHaveProperty('paused_at');
});

test('When a document has a field that its schema does not name, then it is refused', () => {
  const model = defineModel('samples', Sample)(createConnection());

  expect(() => new model({ _id: '1', surprise: true })).toThrow(/surprise/);
});

/** Type-checked only: the document's type is exact, a null is no absence and a choice is no string. */
export const exact: z.infer<typeof Sample>[] = [
  // @ts-expect-error a nullable field cannot be left out
  { _id: '1', kind: 'a', at: new Date(0), count: 0, tags: [], steps: [], record: null },
  // @ts-expect-error a value beside the choices
  { _id: '1', kind: 'c', at: new Date(0), ended_at: null, count: 0, tags: [], steps: [], record: null },
];
