import {
  NodeConnectionTypes,
  NodeHelpers,
  NodeOperationError,
  type IDataObject,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeProperties,
  type INodeType,
  type INodeTypes,
  type IVersionedNodeType,
} from 'n8n-workflow';
import { CommunicationEngine } from '../../../nodes/CommunicationEngine/CommunicationEngine.node';
import { CommunicationEngineTrigger } from '../../../nodes/CommunicationEngineTrigger/CommunicationEngineTrigger.node';
import { Crm } from '../../../nodes/Crm/Crm.node';
import { LeadTracker } from '../../../nodes/LeadTracker/LeadTracker.node';
import { LeadTrackerTrigger } from '../../../nodes/LeadTrackerTrigger/LeadTrackerTrigger.node';
import { StageRouter } from '../../../nodes/StageRouter/StageRouter.node';

export const PACKAGE = 'n8n-nodes-lead-nurturing';

type StandIn = Pick<INodeType, 'execute' | 'trigger'> & {
  inputs?: number;
  outputs?: number;
  properties?: INodeProperties[];
};

/** A substitute for a node of n8n's server, which n8n-core does not contain, with the features that our workflows use. */
function standIn(name: string, { inputs = 1, outputs = 1, properties = [], ...does }: StandIn): INodeType {
  const main = (count: number) => Array.from({ length: count }, () => NodeConnectionTypes.Main);
  return {
    description: {
      displayName: name,
      name,
      group: inputs === 0 ? ['trigger'] : ['transform'],
      version: [1, 1.1, 1.2, 1.3, 1.4, 2, 2.1, 2.2, 2.3],
      description: name,
      defaults: { name },
      inputs: main(inputs),
      outputs: main(outputs),
      properties,
    },
    ...does,
  };
}

const startsWithWhatItIsGiven = { inputs: 0, trigger: () => Promise.resolve({}) };

async function passOn(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  return [this.getInputData()];
}

async function splitByCondition(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const passes = (index: number) => this.getNodeParameter('conditions', index, false, { extractValue: true }) === true;
  const items = this.getInputData().map((item, index) => ({ item, pass: passes(index) }));
  return [items.filter(({ pass }) => pass), items.filter(({ pass }) => !pass)].map((side) =>
    side.map(({ item }) => item),
  );
}

async function stop(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  throw new NodeOperationError(this.getNode(), this.getNodeParameter('errorMessage', 0) as string);
}

const text = (name: string): INodeProperties => ({ displayName: name, name, type: 'string', default: '' });
const conditions: INodeProperties = { displayName: 'Conditions', name: 'conditions', type: 'filter', default: {} };

/** A substitute for an AI agent: calls each connected tool once and puts out the answers. */
const agent: INodeType = {
  description: {
    ...standIn('agent', {}).description,
    inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
  },
  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as StructuredTool[];
    const argumentsOfTheModel = this.getInputData()[0]!.json;
    const answers = await Promise.all(tools.map((tool) => tool.invoke(argumentsOfTheModel)));
    return [answers.map((answer) => ({ json: { answer: JSON.parse(answer) as IDataObject[] } }))];
  },
};

interface StructuredTool {
  invoke: (input: IDataObject) => Promise<string>;
}

const nodeTypes: Record<string, INodeType | IVersionedNodeType> = {
  [`${PACKAGE}.leadTracker`]: new LeadTracker(),
  [`${PACKAGE}.leadTrackerTrigger`]: new LeadTrackerTrigger(),
  [`${PACKAGE}.communicationEngine`]: new CommunicationEngine(),
  [`${PACKAGE}.communicationEngineTrigger`]: new CommunicationEngineTrigger(),
  [`${PACKAGE}.stageRouter`]: new StageRouter(),
  [`${PACKAGE}.crm`]: new Crm(),
  'test.agent': agent,
  'n8n-nodes-base.scheduleTrigger': standIn('scheduleTrigger', startsWithWhatItIsGiven),
  'n8n-nodes-base.errorTrigger': standIn('errorTrigger', startsWithWhatItIsGiven),
  'n8n-nodes-base.manualTrigger': standIn('manualTrigger', startsWithWhatItIsGiven),
  'n8n-nodes-base.noOp': standIn('noOp', { execute: passOn }),
  'n8n-nodes-base.if': standIn('if', { outputs: 2, properties: [conditions], execute: splitByCondition }),
  'n8n-nodes-base.stopAndError': standIn('stopAndError', {
    outputs: 0,
    properties: [text('errorType'), text('errorMessage')],
    execute: stop,
  }),
  'n8n-nodes-base.stickyNote': standIn('stickyNote', { inputs: 0, outputs: 0, execute: passOn }),
};

export const knownNodeTypes = Object.keys(nodeTypes);

function typeOf(name: string): INodeType | IVersionedNodeType {
  const found = nodeTypes[name];
  if (!found) throw new Error(`No such node type: ${name}`);
  return found;
}

/** Converts a node that is `usableAsTool` into its tool, as the n8n server does (`convertNodeToAiTool`). */
function toTool(node: INodeType): INodeType {
  if (!node.description.usableAsTool) throw new Error(`${node.description.name} cannot be used as a tool`);
  const outputs = [NodeConnectionTypes.AiTool];
  return { ...node, description: { ...node.description, name: `${node.description.name}Tool`, inputs: [], outputs } };
}

function versionOf(name: string, version?: number): INodeType {
  if (!name.endsWith('Tool')) return NodeHelpers.getVersionedNodeType(typeOf(name), version);
  return toTool(NodeHelpers.getVersionedNodeType(typeOf(name.slice(0, -'Tool'.length)), version));
}

export const engineNodeTypes: INodeTypes = {
  getByName: (name) => versionOf(name),
  getByNameAndVersion: versionOf,
  getKnownTypes: () => ({}),
};
