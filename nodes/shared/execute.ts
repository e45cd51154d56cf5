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

/** Runs `work` for each item, one after the other; a failure is an error item, or ends the node. */
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

/** One request an item, its answer the item's output. */
export const requestPerItem =
  (credential: string, requestOf: OfItem<ApiRequest>): Operation['execute'] =>
  async (context) =>
    await forEachItem(context, async (_, itemIndex) => [
      doneItem(await callApi(context, credential, requestOf(context, itemIndex)), itemIndex),
    ]);

/** All items in calls of a hundred, each item's result its output. */
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

/** An item whose fields cannot be read never reaches the service and never stops the others. */
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
