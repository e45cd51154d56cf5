import { NodeOperationError, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';
import { aboutItem, apiError, toNodeFailure, type NodeFailure } from './api-error';
import { callApi } from './call-api';
import { isObject } from './json';

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
): Promise<Outcome[]> {
  try {
    const body = { items: items.map((item) => item.body) };
    const answer = await callApi(context, endpoint.credential, { method: 'POST', path: endpoint.path, body });
    const results = Array.isArray(answer.results) ? answer.results : [];
    return items.map((item, index) => readOutcome(context, item, results[index]));
  } catch (error) {
    // A failed call says nothing about a single item: each item may be sent again.
    const failure = toNodeFailure(context.getNode(), error);
    return items.map(({ itemIndex }) => ({ itemIndex, error: failure, retryable: true }));
  }
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
