import {
  NodeOperationError,
  updateDisplayOptions,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeProperties,
} from 'n8n-workflow';

export interface OperationDescription {
  /** Title Case, as the Operation field lists it. */
  name: string;
  value: string;
  /** Sentence case, as the node picker lists it. */
  action: string;
  description: string;
  fields: INodeProperties[];
}

/** The exports of a file under `actions/<resource>/`. */
export interface Operation {
  description: OperationDescription;
  execute: (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;
}

export interface Resource {
  name: string;
  value: string;
  operations: [Operation, ...Operation[]];
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);

function operationSelector({ value, operations }: Resource): INodeProperties {
  const first = operations[0].description.value;
  return {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    displayOptions: { show: { resource: [value] } },
    options: operations.map(({ description: { fields, ...option } }) => option).sort(byName),
    default: first,
  };
}

const fieldsOf = ({ value, operations }: Resource): INodeProperties[] =>
  operations.flatMap(({ description: { value: operation, fields } }) =>
    updateDisplayOptions({ show: { resource: [value], operation: [operation] } }, fields),
  );

/** The node's parameters from its table of resources. The first resource and its first operation are the defaults. */
export function propertiesOf(resources: [Resource, ...Resource[]]): INodeProperties[] {
  const first = resources[0].value;
  const selector: INodeProperties = {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: resources.map(({ name, value }) => ({ name, value })).sort(byName),
    default: first,
  };
  return [selector, ...resources.map(operationSelector), ...resources.flatMap(fieldsOf)];
}

/** Runs the operation that the node's parameters select. Throws a NodeOperationError for an unknown one. */
export async function runOperation(context: IExecuteFunctions, resources: Resource[]): Promise<INodeExecutionData[][]> {
  const resource = context.getNodeParameter('resource', 0);
  const operation = context.getNodeParameter('operation', 0);
  const found = resources
    .find(({ value }) => value === resource)
    ?.operations.find(({ description }) => description.value === operation);
  if (!found)
    throw new NodeOperationError(
      context.getNode(),
      `The operation "${operation}" is not supported for the resource "${resource}"`,
    );
  return [await found.execute(context)];
}
