import './environment';
import { createHmac } from 'node:crypto';
import { HookContext, WebhookContext } from 'n8n-core';
import type {
  IDataObject,
  IHookFunctions,
  INodeExecutionData,
  IWebhookData,
  IWebhookFunctions,
  WorkflowExecuteMode,
} from 'n8n-workflow';
import type { DomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { secretFor } from '../../../nodes/shared/signature';
import { additionalDataOf, credentials, runWorkflow, workflowOf, type Finished, type WorkflowJson } from './engine';
import { engineNodeTypes } from './nodes';

/** `manual`: the editor listens for a test event. */
type Mode = Extract<WorkflowExecuteMode, 'trigger' | 'manual'>;

function at(json: WorkflowJson, name: string, mode: Mode) {
  const workflow = workflowOf(json);
  const node = workflow.getNode(name);
  const type = node && engineNodeTypes.getByNameAndVersion(node.type, node.typeVersion);
  const webhookDescription = type?.description.webhooks?.[0];
  if (!node || !type || !webhookDescription) throw new Error(`"${name}" is no webhook trigger`);
  const additionalData = additionalDataOf(workflow, mode, credentials());
  const webhook = { webhookDescription, isTest: mode === 'manual' } as IWebhookData;
  return { workflow, node, type, additionalData, webhook };
}

/** The webhook methods that n8n calls when the workflow is published or unpublished, and when the editor listens. */
export function webhookMethodsOf(json: WorkflowJson, name: string, mode: Mode = 'trigger') {
  const { workflow, node, type, additionalData, webhook } = at(json, name, mode);
  const methods = type.webhookMethods!.default!;
  const call = (method: 'checkExists' | 'create' | 'delete', as: WorkflowExecuteMode) => {
    // The class says `name?: string | undefined` where the interface says `name?: string`.
    const context: unknown = new HookContext(workflow, node, additionalData, as, 'update', webhook);
    return methods[method].call(context as IHookFunctions);
  };
  return {
    checkExists: () => call('checkExists', mode),
    create: () => call('create', mode),
    // In this mode n8n does not tell whether the editor or the published workflow stops.
    delete: () => call('delete', 'internal'),
  };
}

export interface Received {
  status: number;
  /** The items that start the workflow; undefined when it does not start. */
  items: INodeExecutionData[] | undefined;
}

interface HttpRequest {
  headers: Record<string, string>;
  rawBody: string;
}

/** Passes a request to the trigger as the n8n server does. */
export async function receive(
  json: WorkflowJson,
  name: string,
  { headers, rawBody }: HttpRequest,
  mode: Mode = 'trigger',
): Promise<Received> {
  const { workflow, node, type, additionalData, webhook } = at(json, name, mode);
  let status = 200;
  const response = { status: (code: number) => ((status = code), response), json: () => response };
  const body = JSON.parse(rawBody) as IDataObject;
  Object.assign(additionalData, {
    httpRequest: { headers, body, rawBody: Buffer.from(rawBody) },
    httpResponse: response,
  });
  const context: unknown = new WebhookContext(workflow, node, additionalData, mode, webhook, [], null);
  const { workflowData } = await type.webhook!.call(context as IWebhookFunctions);
  return { status, items: workflowData?.[0] };
}

/** A delivery signed as Standard Webhooks describes. */
export function signed(rawBody: string, secret: string, timestamp = Math.floor(Date.now() / 1_000)): HttpRequest {
  const id = 'message-1';
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${rawBody}`).digest('base64');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
  return { rawBody, headers };
}

export const secretOf = (json: WorkflowJson, name: string): string => {
  const { node } = at(json, name, 'trigger');
  const type = Object.keys(node.credentials ?? {})[0]!;
  return secretFor(credentials()[type]!.apiKey as string, `${json.id}:${node.id}`);
};

/** Delivers domain events to the trigger and runs the workflow. `status` is n8n's answer to the service. */
export async function deliver(
  json: WorkflowJson,
  name: string,
  domainEvents: DomainEvent[],
): Promise<{ status: number; finished: Finished }> {
  const rawBody = JSON.stringify({ subscription_id: 'subscription-1', events: domainEvents });
  const { items } = await receive(json, name, signed(rawBody, secretOf(json, name)));
  if (!items) throw new Error('The delivery did not start the workflow');
  const finished = await runWorkflow(json, { node: name, items, mode: 'webhook' });
  return { status: finished.error ? 500 : 200, finished };
}
