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
import { apiError, STRANGER, toNodeFailure, type NodeFailure } from './api-error';
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

/** The body of a 2xx answer, {} when it has none; anything else throws a NodeApiError, after bounded retries. */
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
    // Our services never redirect, and a redirect would leave the paths the CRM node may read.
    disableFollowRedirect: true,
    returnFullResponse: true,
    // Status and headers come back as data; 401 stays an error, because n8n renews an expired token on it.
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
    description: STRANGER,
  });
}
