import { jsonParse, NodeOperationError, toPathSegment, type IExecuteFunctions } from 'n8n-workflow';

/** The display name of a parameter: `lead_id` → "Lead ID". */
const labelOf = (name: string): string =>
  name
    .split('_')
    .map((word) => (word === 'id' ? 'ID' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');

/** The parameter as one escaped path segment. Throws an error with the parameter's name when its value is empty. */
export function pathId(context: IExecuteFunctions, itemIndex: number, name: string): string {
  const value = context.getNodeParameter(name, itemIndex);
  if (value !== undefined && value !== null && value !== '') return toPathSegment(value);
  throw new NodeOperationError(context.getNode(), `${labelOf(name)} is empty`, {
    description: 'Its expression gave no value for this item.',
    itemIndex,
  });
}

/** The parameter as a whole number from 1 to `max`. Checked here because an expression may give any value. */
export function countFrom(context: IExecuteFunctions, itemIndex: number, name: string, max = Infinity): number {
  const value = Number(context.getNodeParameter(name, itemIndex));
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  const range = max === Infinity ? 'of at least 1' : `from 1 to ${max}`;
  throw new NodeOperationError(context.getNode(), `${labelOf(name)}: needs a whole number ${range}`, { itemIndex });
}

/** The value of a JSON field: parsed when it was typed as text, unchanged when an expression gave an object. */
export const fromJson = (name: string, value: unknown): unknown =>
  typeof value === 'string' && value !== ''
    ? jsonParse<unknown>(value, { errorMessage: `${labelOf(name)}: not valid JSON` })
    : value;
