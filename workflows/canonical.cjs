// The canonical form in which workflows are committed and compared. CommonJS, so that scripts and tests can load it.
'use strict';

const { createHash } = require('node:crypto');

/** All other keys belong to the n8n instance: versionId, active, staticData, shared, meta, pinData, timestamps, counters… */
const KEPT = ['id', 'name', 'nodes', 'connections', 'settings', 'tags'];
const KEPT_OF_NODE = [
  'id',
  'name',
  'type',
  'typeVersion',
  'position',
  'parameters',
  'credentials',
  'webhookId',
  'disabled',
  'notes',
  'notesInFlow',
  'onError',
  'retryOnFail',
  'maxTries',
  'waitBetweenTries',
  'alwaysOutputData',
  'executeOnce',
];
const KEPT_OF_SETTINGS = [
  'callerPolicy',
  'errorWorkflow',
  'executionOrder',
  'executionTimeout',
  'saveDataErrorExecution',
  'saveDataSuccessExecution',
  'saveExecutionProgress',
  'saveManualExecutions',
  'timezone',
];

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

const pick = (object, keys) =>
  Object.fromEntries(keys.filter((key) => object[key] !== undefined).map((key) => [key, object[key]]));

/** Sorts the keys of all nested objects. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

const byText = (key) => (a, b) => (a[key] < b[key] ? -1 : Number(a[key] > b[key]));

const canonicalNode = (node) => ({
  ...pick(node, KEPT_OF_NODE),
  position: node.position.map(Math.round),
  ...(node.credentials && {
    credentials: Object.fromEntries(
      Object.entries(node.credentials).map(([type, { id, name }]) => [type, { id, name }]),
    ),
  }),
});

/** n8n sometimes adds empty lists for unconnected outputs: removes them at the end. */
function canonicalOutputs(outputs) {
  const lists = outputs.map((output) => output ?? []);
  const last = lists.findLastIndex((output) => output.length > 0);
  return lists.slice(0, last + 1);
}

const canonicalConnections = (connections) =>
  Object.fromEntries(
    Object.entries(connections)
      .map(([node, byType]) => {
        const used = Object.entries(byType)
          .map(([type, outputs]) => [type, canonicalOutputs(outputs)])
          .filter(([, outputs]) => outputs.length > 0);
        return [node, Object.fromEntries(used)];
      })
      .filter(([, byType]) => Object.keys(byType).length > 0),
  );

const canonicalTags = (tags = []) => tags.map((tag) => (isObject(tag) ? tag.name : tag)).sort();

function canonicalWorkflow(workflow) {
  return sorted({
    ...pick(workflow, KEPT),
    nodes: workflow.nodes.map(canonicalNode).sort(byText('id')),
    connections: canonicalConnections(workflow.connections),
    settings: pick(workflow.settings ?? {}, KEPT_OF_SETTINGS),
    tags: canonicalTags(workflow.tags),
  });
}

const canonicalText = (workflow) => `${JSON.stringify(canonicalWorkflow(workflow), null, 2)}\n`;

const workflowSha256 = (workflow) => createHash('sha256').update(canonicalText(workflow)).digest('hex');

module.exports = { canonicalWorkflow, canonicalText, workflowSha256 };
