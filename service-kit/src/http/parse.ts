import type { z } from 'zod';
import { ValidationError, type WrongField } from '../errors';

type Issue = z.core.$ZodIssue;

function fieldsOf(issue: Issue): WrongField[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: [...at, key].join('.'), message: 'unknown field' }));
  return [{ field: at.join('.') || 'body', message: issue.message }];
}

/** The value as the schema makes it; throws a {@link ValidationError} (422) that names every wrong field. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ValidationError(parsed.error.issues.flatMap(fieldsOf));
}
