import './environment';
import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import {
  createRunExecutionData,
  Workflow,
  type IConnections,
  type IDataObject,
  type INode,
  type INodeExecutionData,
  type IRun,
  type IWorkflowExecuteAdditionalData,
  type IWorkflowSettings,
  type WorkflowExecuteMode,
} from 'n8n-workflow';
import { EngineCredentials, type CredentialValues } from './credentials';
import { engineNodeTypes } from './nodes';

export interface WorkflowJson {
  id: string;
  name: string;
  nodes: INode[];
  connections: IConnections;
  settings?: IWorkflowSettings;
}

export const credentials = (): CredentialValues => ({
  leadTrackerApi: { baseUrl: 'http://lead-tracker.test', apiKey: 'key-of-the-lead-tracker' },
  communicationEngineApi: { baseUrl: 'http://communication-engine.test', apiKey: 'key-of-the-engine' },
  crmApi: { baseUrl: 'http://crm.test', clientId: 'reader', clientSecret: 'quiet', accessToken: 'token-1' },
});

export const workflowOf = ({ id, name, nodes, connections, settings }: WorkflowJson): Workflow =>
  new Workflow({
    id,
    name,
    nodes: structuredClone(nodes),
    connections,
    settings: settings ?? { executionOrder: 'v1' },
    active: true,
    nodeTypes: engineNodeTypes,
  });

export function additionalDataOf(
  workflow: Workflow,
  mode: WorkflowExecuteMode,
  values: CredentialValues,
): IWorkflowExecuteAdditionalData {
  const base = 'http://n8n.test';
  return {
    credentialsHelper: new EngineCredentials(values),
    hooks: new ExecutionLifecycleHooks(mode, '1', { id: workflow.id, name: workflow.name } as never),
    executionId: '1',
    currentNodeExecutionIndex: 0,
    instanceBaseUrl: base,
    webhookBaseUrl: `${base}/webhook`,
    webhookTestBaseUrl: `${base}/webhook-test`,
    webhookWaitingBaseUrl: `${base}/webhook-waiting`,
    formWaitingBaseUrl: `${base}/form-waiting`,
    variables: {},
  } as unknown as IWorkflowExecuteAdditionalData;
}

export interface Finished {
  run: IRun;
  error: IRun['data']['resultData']['error'];
  /** The items of the node's latest run, one list per output. */
  outputs: (node: string) => INodeExecutionData[][];
  /** The JSON of one output's items. */
  json: (node: string, output?: number) => IDataObject[];
  /** Whether the node ran. */
  ran: (node: string) => boolean;
}

export interface Start {
  node: string;
  items: INodeExecutionData[];
  mode?: WorkflowExecuteMode;
  values?: CredentialValues;
}

/** Runs a workflow on n8n's engine, starting with the items of its trigger. */
export async function runWorkflow(json: WorkflowJson, start: Start): Promise<Finished> {
  const { mode = 'trigger', values = credentials() } = start;
  const workflow = workflowOf(json);
  const node = workflow.getNode(start.node);
  if (!node) throw new Error(`The workflow has no node "${start.node}"`);
  const data = createRunExecutionData({
    executionData: { nodeExecutionStack: [{ node, data: { main: [structuredClone(start.items)] }, source: null }] },
  });
  const execute = new WorkflowExecute(additionalDataOf(workflow, mode, values), mode, data);
  const run = await execute.processRunExecutionData(workflow);
  const { runData, error } = run.data.resultData;
  const outputs = (name: string) => (runData[name]?.at(-1)?.data?.main ?? []).map((items) => items ?? []);
  return {
    run,
    error,
    outputs,
    json: (name, output = 0) => (outputs(name)[output] ?? []).map((item) => item.json),
    ran: (name) => name in runData,
  };
}

const start = { id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0] };

const credentialOf = (type: string): string =>
  type.includes('.crm') ? 'crmApi' : type.includes('communication') ? 'communicationEngineApi' : 'leadTrackerApi';

/** A workflow of a start node and one node of this package, called "Node". */
export const oneNode = (type: string, parameters: IDataObject, more: Partial<INode> = {}): WorkflowJson => ({
  id: 'oneNodeWorkflow1',
  name: 'One node',
  nodes: [
    start as INode,
    {
      id: 'node',
      name: 'Node',
      type: `n8n-nodes-lead-nurturing.${type}`,
      typeVersion: 1,
      position: [200, 0],
      parameters,
      credentials: { [credentialOf(`.${type}`)]: { id: 'c', name: 'c' } },
      ...more,
    } as INode,
  ],
  connections: { Start: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
});

export const runNode = (
  type: string,
  parameters: IDataObject,
  items: IDataObject[],
  { values, ...more }: Partial<INode> & { values?: CredentialValues } = {},
): Promise<Finished> =>
  runWorkflow(oneNode(type, parameters, more), {
    node: 'Start',
    items: items.map((json) => ({ json })),
    ...(values && { values }),
  });

/** Runs a node of this package as the tool of an agent that calls it with `input`; node "Agent" puts out the answer. */
export async function runTool(type: string, parameters: IDataObject, input: IDataObject): Promise<Finished> {
  const { nodes, ...workflow } = oneNode(`${type}Tool`, parameters);
  const agent = { id: 'agent', name: 'Agent', type: 'test.agent', typeVersion: 1, position: [200, 0], parameters: {} };
  return await runWorkflow(
    {
      ...workflow,
      nodes: [...nodes, agent as INode],
      connections: {
        Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
        Node: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
      },
    },
    { node: 'Start', items: [{ json: input }] },
  );
}
