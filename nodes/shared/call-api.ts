import {
  NodeApiError,
  NodeOperationError,
  sleep,
  type IDataObject,
  type IExecuteFunctions,
  type IHookFunctions,
  type IHttpRequestMethods,
  type IHttpRequestOptions,
} from 'n8n-workflow';
import { apiError, CHECK_BASE_URL, toNodeFailure, type NodeFailure } from './api-error';
import { isObject, textOr } from './json';
import { waitBeforeRetry, type Failure } from './retry';

export type ApiContext = IExecuteFunctions | IHookFunctions;

export interface ApiRequest {
  method: IHttpRequestMethods;
  path: string;
  qs?: IDataObject;
  body?: object;
}

interface Refusal extends Failure {
  error: NodeFailure;
}

const TIMEOUT_MS = 60_000;

/**
 * Sends a request and answers the JSON object of a 2xx answer, {} when the body is empty. Overload and connection errors
 * are retried up to four times; then, and for every other answer, it throws a NodeApiError or NodeOperationError.
 */
export async function callApi(context: ApiContext, credential: string, request: ApiRequest): Promise<IDataObject> {
  for (let attempt = 0; ; attempt += 1) {
    const answer = await attemptCall(context, credential, request);
    if ('body' in answer) return answer.body;
    const wait = waitBeforeRetry(answer, attempt, Date.now());
    if (wait === undefined) throw answer.error;
    await sleep(wait);
  }
}

async function attemptCall(
  context: ApiContext,
  credential: string,
  request: ApiRequest,
): Promise<{ body: IDataObject } | Refusal> {
  try {
    const options = await optionsOf(context, credential, request);
    const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(context, credential, options);
    return readAnswer(context, answer);
  } catch (error) {
    const failure = toNodeFailure(context.getNode(), error);
    return { error: failure, code: textOr('', failure instanceof NodeApiError ? failure.httpCode : '') };
  }
}

async function optionsOf(
  context: ApiContext,
  credential: string,
  { method, path, qs, body }: ApiRequest,
): Promise<IHttpRequestOptions> {
  const { baseUrl } = await context.getCredentials<{ baseUrl: string }>(credential);
  return {
    method,
    baseURL: baseUrl.replace(/\/+$/, ''),
    url: path,
    ...(qs && { qs }),
    ...(body && { body }),
    json: true,
    timeout: TIMEOUT_MS,
    // The services never redirect, and a redirect could lead the CRM node to a path that it must not request.
    disableFollowRedirect: true,
    returnFullResponse: true,
    // Status and headers are returned as data. A 401 is thrown instead, because n8n then renews an expired token.
    ignoreHttpStatusErrors: { ignore: true, except: [401] },
  };
}

function readAnswer(context: ApiContext, answer: unknown): { body: IDataObject } | Refusal {
  const { statusCode, headers, body } = isObject(answer) ? answer : {};
  const status = Number(statusCode);
  if (status < 200 || status > 299) {
    const error = apiError(context.getNode(), isObject(body) ? body : {}, status);
    return { error, code: String(status), retryAfter: isObject(headers) ? headers['retry-after'] : undefined };
  }
  if (isObject(body)) return { body };
  if (body === undefined || body === null || body === '') return { body: {} };
  throw new NodeOperationError(context.getNode(), 'The answer is not JSON', {
    description: CHECK_BASE_URL,
  });
}
