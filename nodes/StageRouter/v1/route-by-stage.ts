import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import { NodeOperationError, type IDataObject, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { aboutItem, failedItem } from '../../shared/api-error';
import { callInBulk, hasFailed, type BulkItem, type Outcome } from '../../shared/bulk';
import { readItems, toItem } from '../../shared/execute';

/** One output per stage, in the order of STAGES (contracts). */
const outputs: Record<Stage, string> = {
  User: 'User',
  Engaged_Lead: 'Engaged Lead',
  Qualified_Lead: 'Qualified Lead',
  Customer: 'Customer',
};

export const stageNames = Object.values(outputs);

/** The index of the stage's output; -1 when the value is not a stage. */
const outputOf = (stage: unknown): number => Object.keys(outputs).findIndex((known) => known === stage);

const endpoint = { credential: 'leadTrackerApi', path: '/leads/stage/evaluate/bulk' };

interface Routed {
  output: number;
  item: INodeExecutionData;
}

/** n8n calls a node that an agent uses as a tool `<type>Tool`. */
const isTool = (context: IExecuteFunctions): boolean => context.getNode().type.endsWith('Tool');

/**
 * Puts every item out at the output of its lead's stage, and failed items at the first output, as n8n's Switch does. Used
 * as a tool, the node puts all items out at the first output, because n8n gives an agent nothing else.
 */
export async function routeByStage(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const leadIds = new Map<number, string>();
  const { ready, broken } = readItems(context, (_, itemIndex) => {
    const lead_id = context.getNodeParameter('lead_id', itemIndex) as string;
    leadIds.set(itemIndex, lead_id);
    return { lead_id };
  });
  const outcomes = await evaluate(context, ready, leadIds);
  const routed = [
    ...broken.map((outcome) => ({ output: 0, item: toItem(outcome) })),
    ...outcomes.map((outcome) => route(context, outcome)),
  ];
  if (isTool(context)) return [routed.map(({ item }) => item)];
  return stageNames.map((_, output) => routed.filter((one) => one.output === output).map(({ item }) => item));
}

/** One outcome per item, with one evaluation per lead: a delivery often holds several events of the same lead. */
async function evaluate(
  context: IExecuteFunctions,
  items: readonly BulkItem[],
  leadIds: ReadonlyMap<number, string>,
): Promise<Outcome[]> {
  const idOf = ({ itemIndex }: { itemIndex: number }) => leadIds.get(itemIndex);
  const seen = new Set<string | undefined>();
  const first = items.filter((item) => !seen.has(idOf(item)) && seen.add(idOf(item)));
  const byLead = new Map((await callInBulk(context, endpoint, first)).map((outcome) => [idOf(outcome), outcome]));
  return items.flatMap((item) => {
    const outcome = byLead.get(idOf(item));
    return outcome ? [{ ...outcome, itemIndex: item.itemIndex }] : [];
  });
}

function route(context: IExecuteFunctions, outcome: Outcome): Routed {
  if (hasFailed(outcome)) return { output: 0, item: toItem(outcome) };
  const { itemIndex, result } = outcome;
  const output = outputOf(result.to);
  if (output >= 0) return { output, item: withEvaluation(context, itemIndex, result) };
  const unknown = new NodeOperationError(context.getNode(), 'The lead is in a stage that has no output');
  if (!context.continueOnFail()) throw aboutItem(unknown, itemIndex);
  return { output: 0, item: failedItem(unknown, itemIndex) };
}

function withEvaluation(context: IExecuteFunctions, itemIndex: number, evaluation: IDataObject): INodeExecutionData {
  const input = context.getInputData()[itemIndex];
  return { ...input, json: { ...input?.json, evaluation }, pairedItem: { item: itemIndex } };
}
