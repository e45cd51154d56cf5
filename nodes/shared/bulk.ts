import { NodeApiError, NodeOperationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { aboutItem, apiError, toNodeFailure, wrongFields, type NodeFailure } from './api-error';
import { callApi } from './call-api';
import { isObject, objectsIn } from './json';

export interface BulkEndpoint {
  credential: string;
  path: string;
}

export interface BulkItem {
  itemIndex: number;
  body: object;
}

export interface FailedOutcome {
  itemIndex: number;
  error: NodeFailure;
  /** Whether the same item may succeed in a later call. */
  retryable: boolean;
}

export type Outcome = { itemIndex: number; result: IDataObject } | FailedOutcome;

/** Maximum items of one bulk request (contracts, BULK_LIMIT). */
const LIMIT = 100;

export const hasFailed = (outcome: Outcome): outcome is FailedOutcome => 'error' in outcome;

/**
 * Sends the items in calls of up to 100 and answers one outcome per item, in order. Unless the node continues on failure,
 * the first failed item is thrown and later calls are not made.
 */
export async function callInBulk(
  context: IExecuteFunctions,
  endpoint: BulkEndpoint,
  items: readonly BulkItem[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let start = 0; start < items.length; start += LIMIT) {
    const chunk = await callOnce(context, endpoint, items.slice(start, start + LIMIT));
    const failed = chunk.find(hasFailed);
    if (failed && !context.continueOnFail()) throw aboutItem(failed.error, failed.itemIndex);
    outcomes.push(...chunk);
  }
  return outcomes;
}

async function callOnce(
  context: IExecuteFunctions,
  endpoint: BulkEndpoint,
  items: readonly BulkItem[],
  mayRepeat = true,
): Promise<Outcome[]> {
  try {
    const body = { items: items.map((item) => item.body) };
    const answer = await callApi(context, endpoint.credential, { method: 'POST', path: endpoint.path, body });
    const results = Array.isArray(answer.results) ? answer.results : [];
    return items.map((item, index) => readOutcome(context, item, results[index]));
  } catch (error) {
    const failure = toNodeFailure(context.getNode(), error);
    const refused = mayRepeat ? refusedItems(context, items, failure) : [];
    if (refused.length === 0) return items.map(({ itemIndex }) => failedCall(itemIndex, failure));
    if (!context.continueOnFail()) return refused;
    return [...refused, ...(await callWithout(context, endpoint, items, refused))].sort(byItem);
  }
}

const byItem = (a: Outcome, b: Outcome) => a.itemIndex - b.itemIndex;

/** The whole call failed, which says nothing about a single item: each item may be sent again. */
const failedCall = (itemIndex: number, error: NodeFailure): Outcome => ({ itemIndex, error, retryable: true });

async function callWithout(
  context: IExecuteFunctions,
  endpoint: BulkEndpoint,
  items: readonly BulkItem[],
  refused: readonly Outcome[],
): Promise<Outcome[]> {
  const excluded = new Set(refused.map(({ itemIndex }) => itemIndex));
  const rest = items.filter(({ itemIndex }) => !excluded.has(itemIndex));
  return rest.length === 0 ? [] : await callOnce(context, endpoint, rest, false);
}

function readOutcome(context: IExecuteFunctions, { itemIndex }: BulkItem, answer: unknown): Outcome {
  const { result, error } = isObject(answer) ? answer : {};
  if (isObject(result)) return { itemIndex, result };
  if (!isObject(error)) {
    const missing = new NodeOperationError(context.getNode(), 'The service did not answer for this item');
    return { itemIndex, error: missing, retryable: true };
  }
  return { itemIndex, error: apiError(context.getNode(), error), retryable: false };
}

/** The service refuses an invalid bulk body as a whole and names fields such as `items.3.lead_id`: finds the invalid items. */
function refusedItems(context: IExecuteFunctions, items: readonly BulkItem[], failure: NodeFailure): Outcome[] {
  if (!(failure instanceof NodeApiError) || failure.httpCode !== '422') return [];
  const data = failure.context.data;
  const fields = wrongFields(isObject(data) ? data.details : undefined);
  return items.flatMap(({ itemIndex }, index) => {
    const prefix = `items.${index}.`;
    const own = fields
      .filter(({ field }) => field.startsWith(prefix))
      .map(({ field, message }) => ({ field: field.slice(prefix.length), message }));
    if (own.length === 0) return [];
    const body = { ...objectsIn([data])[0], message: notValid(own), details: { fields: own } };
    return [{ itemIndex, error: apiError(context.getNode(), body), retryable: false }];
  });
}

const notValid = (fields: { field: string }[]) => `${fields.map(({ field }) => field).join(', ')}: not valid.`;
