import { NodeApiError, NodeOperationError, type IDataObject, type INode, type INodeExecutionData } from 'n8n-workflow';
import { isObject, objectsIn, textOr } from './json';

export type NodeFailure = NodeApiError | NodeOperationError;

/** Says nothing about the item: the same request may work later, or with another key. */
const NOT_THE_ITEMS_FAULT = new Set(['401', '403', '408', '429']);

export const wrongFields = (details: unknown): { field: string; message: string }[] =>
  objectsIn(isObject(details) ? details.fields : undefined).map(({ field, message }) => ({
    field: textOr('', field),
    message: textOr('not valid', message),
  }));

const spoken = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export const STRANGER = 'Check the base URL of the credential: something else than the expected service answered.';

/** A foreign system says `error` where ours say `error_code`. */
function describe({ error_code, error, details, request_id }: IDataObject): string {
  const code = textOr(textOr('', error), error_code);
  const fields = wrongFields(details).map(({ field, message }) => `${field}: ${message}`);
  const others = Object.entries(isObject(details) ? details : {})
    .filter(([name]) => name !== 'fields')
    .map(([name, value]) => `${name}: ${spoken(value)}`);
  const request = typeof request_id === 'string' ? [`request ${request_id}`] : [];
  return [code, ...fields, ...others, ...request].filter(Boolean).join(' · ') || STRANGER;
}

/**
 * A service's "no" as n8n shows it; `body` is one of our error answers, or whatever a foreign system said. Without a
 * status when only one item of a bulk call was refused.
 */
export function apiError(node: INode, body: IDataObject, status?: number): NodeApiError {
  const fallback = textOr(status ? `Answered with status ${status}` : 'Refused', body.error_description);
  const message = textOr(fallback, body.message);
  const httpCode = status === undefined ? {} : { httpCode: String(status) };
  const error = new NodeApiError(node, { message }, { message, description: describe(body), ...httpCode });
  error.context.data = body;
  return error;
}

export const toNodeFailure = (node: INode, error: unknown): NodeFailure => {
  if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
  return new NodeOperationError(node, error instanceof Error ? error : String(error));
};

export function aboutItem<Failure extends NodeFailure>(error: Failure, itemIndex: number): Failure {
  error.context.itemIndex = itemIndex;
  return error;
}

export function mayWorkLater(error: NodeFailure): boolean {
  if (error instanceof NodeOperationError) return false;
  const code = error.httpCode ?? '';
  return !/^4\d\d$/.test(code) || NOT_THE_ITEMS_FAULT.has(code);
}

/**
 * What leaves a node that may continue on failure. The engine takes an item for a failed one only while it holds nothing
 * but `error`, `message` and `details`. `details.retryable` tells "not now" from "never".
 */
export function failedItem(error: NodeFailure, itemIndex: number, retryable = mayWorkLater(error)): INodeExecutionData {
  const data = error.context.data;
  const http_code = error instanceof NodeApiError ? error.httpCode : null;
  return {
    json: { error: error.message, details: { ...(isObject(data) ? data : {}), http_code, retryable } },
    pairedItem: { item: itemIndex },
  };
}
