import type { z } from 'zod';
import { ValidationError, type WrongField } from '../errors';

type Issue = z.core.$ZodIssue;

function fieldsOf(issue: Issue): WrongField[] {
  const at = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ field: [...at, key].join('.'), message: 'unknown field' }));
  return [{ field: at.join('.') || 'body', message: issue.message }];
}

/** Validated data, or a 422 that names every wrong field. */
export function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined;
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ValidationError(parsed.error.issues.flatMap(fieldsOf));
}
