import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { aboutItem, failedItem, toNodeFailure } from './api-error';
import { callInBulk, hasFailed, type BulkEndpoint, type BulkItem, type FailedOutcome, type Outcome } from './bulk';
import { callApi, type ApiRequest } from './call-api';
import type { Operation } from './operation';

type OfItem<Value> = (context: IExecuteFunctions, itemIndex: number) => Value;

export const doneItem = (json: IDataObject, itemIndex: number): INodeExecutionData => ({
  json,
  pairedItem: { item: itemIndex },
});

/** Runs `work` for one item after another. A failure becomes an error item if the node continues on failure, else it is thrown. */
export async function forEachItem(
  context: IExecuteFunctions,
  work: OfItem<Promise<INodeExecutionData[]>>,
): Promise<INodeExecutionData[]> {
  const items: INodeExecutionData[] = [];
  for (const itemIndex of context.getInputData().keys()) items.push(...(await attempt(context, itemIndex, work)));
  return items;
}

async function attempt(
  context: IExecuteFunctions,
  itemIndex: number,
  work: OfItem<Promise<INodeExecutionData[]>>,
): Promise<INodeExecutionData[]> {
  try {
    return await work(context, itemIndex);
  } catch (error) {
    const failure = aboutItem(toNodeFailure(context.getNode(), error), itemIndex);
    if (!context.continueOnFail()) throw failure;
    return [failedItem(failure, itemIndex)];
  }
}

/** An operation that sends one request per item and puts out its answer. */
export const requestPerItem =
  (credential: string, requestOf: OfItem<ApiRequest>): Operation['execute'] =>
  async (context) =>
    await forEachItem(context, async (_, itemIndex) => [
      doneItem(await callApi(context, credential, requestOf(context, itemIndex)), itemIndex),
    ]);

/** An operation that sends all items in calls of up to 100 and puts out the result of each item. */
export const requestInBulk =
  (endpoint: BulkEndpoint, bodyOf: OfItem<object>): Operation['execute'] =>
  async (context) => {
    const { ready, broken } = readItems(context, bodyOf);
    const outcomes = [...broken, ...(await callInBulk(context, endpoint, ready))];
    return outcomes.sort((a, b) => a.itemIndex - b.itemIndex).map(toItem);
  };

export const toItem = (outcome: Outcome): INodeExecutionData =>
  hasFailed(outcome)
    ? failedItem(outcome.error, outcome.itemIndex, outcome.retryable)
    : doneItem(outcome.result, outcome.itemIndex);

/** Reads the request body of each item. An item with unreadable fields fails alone and is not sent. */
export function readItems(
  context: IExecuteFunctions,
  bodyOf: OfItem<object>,
): { ready: BulkItem[]; broken: FailedOutcome[] } {
  const items = [...context.getInputData().keys()].map((itemIndex) => readItem(context, itemIndex, bodyOf));
  return { ready: items.filter((item) => 'body' in item), broken: items.filter((item) => 'error' in item) };
}

function readItem(context: IExecuteFunctions, itemIndex: number, bodyOf: OfItem<object>): BulkItem | FailedOutcome {
  try {
    return { itemIndex, body: bodyOf(context, itemIndex) };
  } catch (error) {
    const failure = aboutItem(toNodeFailure(context.getNode(), error), itemIndex);
    if (!context.continueOnFail()) throw failure;
    return { itemIndex, error: failure, retryable: false };
  }
}
