import { unstorableIn } from '@lead-nurturing/contracts/common/storable';
import { ValidationError } from '../errors';

/** What is only kept as text may go deeper, as far as it can be written down. */
const DEEPEST_TEXT = 1_000;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isDeeper = (value: unknown, levels: number): boolean =>
  isObject(value) && (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));

/** 422 for a body that MongoDB cannot keep as it came; the items of its `sifted` field are the handler's to judge. */
export function refuseUnstorable(body: unknown, validated?: string): void {
  if (!isObject(body)) return;
  const fields = Object.entries(body);
  const found = unstorableIn(Object.fromEntries(fields.filter(([name]) => name !== validated)));
  if (found) throw new ValidationError([found]);
  for (const [field, items] of fields)
    if (field === validated && isDeeper(items, DEEPEST_TEXT))
      throw new ValidationError([{ field, message: `more than ${String(DEEPEST_TEXT)} levels deep` }]);
}
