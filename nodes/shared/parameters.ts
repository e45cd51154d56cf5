import { jsonParse, NodeOperationError, toPathSegment, type IExecuteFunctions } from 'n8n-workflow';

/** `lead_id` → "Lead ID", as the panel calls it. */
const labelOf = (name: string): string =>
  name
    .split('_')
    .map((word) => (word === 'id' ? 'ID' : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');

/** The parameter as one segment of a path. Names the field whose expression gave nothing. */
export function pathId(context: IExecuteFunctions, itemIndex: number, name: string): string {
  const value = context.getNodeParameter(name, itemIndex);
  if (value !== undefined && value !== null && value !== '') return toPathSegment(value);
  throw new NodeOperationError(context.getNode(), `${labelOf(name)} is empty`, {
    description: 'Its expression gave no value for this item.',
    itemIndex,
  });
}

/** A whole number from 1 to `max`; an expression may have given anything. */
export function countFrom(context: IExecuteFunctions, itemIndex: number, name: string, max = Infinity): number {
  const value = Number(context.getNodeParameter(name, itemIndex));
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  const range = max === Infinity ? 'of at least 1' : `from 1 to ${max}`;
  throw new NodeOperationError(context.getNode(), `${labelOf(name)}: needs a whole number ${range}`, { itemIndex });
}

/** A JSON field holds text when it was typed and an object when an expression gave it. */
export const fromJson = (name: string, value: unknown): unknown =>
  typeof value === 'string' && value !== ''
    ? jsonParse<unknown>(value, { errorMessage: `${labelOf(name)}: not valid JSON` })
    : value;
