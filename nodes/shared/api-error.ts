import { NodeApiError, NodeOperationError, type IDataObject, type INode, type INodeExecutionData } from 'n8n-workflow';
import { isObject, objectsIn, textOr } from './json';

export type NodeFailure = NodeApiError | NodeOperationError;

/** Statuses that say nothing about the item: the same request may succeed later or with another API key. */
const RETRYABLE_CLIENT_ERRORS = new Set(['401', '403', '408', '429']);

/** The fields that an answer with VALIDATION_FAILED names. */
const wrongFields = (details: unknown): { field: string; message: string }[] =>
  objectsIn(isObject(details) ? details.fields : undefined).map(({ field, message }) => ({
    field: textOr('', field),
    message: textOr('not valid', message),
  }));

const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export const CHECK_BASE_URL =
  'Check the base URL of the credential: a system other than the expected service may have answered.';

/** One line with the error code, each wrong field, further details and the request id. OAuth2 and CRM answers name their code `error`. */
function describe({ error_code, error, details, request_id }: IDataObject): string {
  const code = textOr(textOr('', error), error_code);
  const fields = wrongFields(details).map(({ field, message }) => `${field}: ${message}`);
  const others = Object.entries(isObject(details) ? details : {})
    .filter(([name]) => name !== 'fields')
    .map(([name, value]) => `${name}: ${toText(value)}`);
  const request = typeof request_id === 'string' ? [`request ${request_id}`] : [];
  return [code, ...fields, ...others, ...request].filter(Boolean).join(' · ') || CHECK_BASE_URL;
}

/**
 * The error that n8n shows for a refusal. `body` is an error answer of a service of this suite or of another system;
 * `status` is undefined when one item of a bulk call was refused.
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

/** Names the input item that caused the error, so that the editor shows it. */
export function aboutItem<Failure extends NodeFailure>(error: Failure, itemIndex: number): Failure {
  error.context.itemIndex = itemIndex;
  return error;
}

/** Whether the same request may succeed later: false for wrong input and wrong parameters. */
export function isRetryable(error: NodeFailure): boolean {
  if (error instanceof NodeOperationError) return false;
  const code = error.httpCode ?? '';
  return !/^4\d\d$/.test(code) || RETRYABLE_CLIENT_ERRORS.has(code);
}

/**
 * The output item for a failed input item when the node continues on failure. n8n's engine sends an item to the error
 * output only if its JSON has no keys but `error`, `message` and `details`. `details.retryable` says whether a later
 * attempt may succeed.
 */
export function failedItem(error: NodeFailure, itemIndex: number, retryable = isRetryable(error)): INodeExecutionData {
  const data = error.context.data;
  const http_code = error instanceof NodeApiError ? error.httpCode : null;
  return {
    json: { error: error.message, details: { ...(isObject(data) ? data : {}), http_code, retryable } },
    pairedItem: { item: itemIndex },
  };
}
