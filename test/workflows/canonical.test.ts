import { canonicalText, canonicalWorkflow, workflowSha256 } from '../../workflows/canonical.cjs';
import { liveWorkflow } from '../support/engine/workflows';

const workflow = liveWorkflow('stage-management');

/** The same workflow as n8n exports it. */
const exported = {
  updatedAt: '2026-01-31T09:00:00.000Z',
  createdAt: '2026-01-31T09:00:00.000Z',
  active: true,
  isArchived: false,
  versionId: 'a',
  activeVersionId: 'a',
  versionCounter: 7,
  triggerCount: 1,
  staticData: { 'node:Trigger': { lastTimeChecked: 1 } },
  meta: { instanceId: 'b' },
  pinData: {},
  shared: [{ role: 'workflow:owner' }],
  ...workflow,
  tags: [],
  settings: { ...workflow.settings, availableInMCP: false, binaryMode: 'separate' },
  nodes: [...workflow.nodes]
    .reverse()
    .map((node) => ({ ...node, position: [node.position[0] + 0.2, node.position[1]] })),
  connections: Object.fromEntries(
    Object.entries(workflow.connections).map(([name, { main }]) => [name, { main: [...(main ?? []), [], null] }]),
  ),
};

test('When n8n exports a workflow, then its canonical form is the committed one', () => {
  expect(canonicalWorkflow(exported)).toEqual(canonicalWorkflow(workflow));
  expect(canonicalText(exported)).toBe(canonicalText(workflow));
  expect(workflowSha256(exported)).toBe(workflowSha256(workflow));
});

test.each([
  ['a parameter', { nodes: [{ ...workflow.nodes[0]!, parameters: { lead_id: 'other' } }, ...workflow.nodes.slice(1)] }],
  ['a connection', { connections: {} }],
  ['the error workflow', { settings: { ...workflow.settings, errorWorkflow: 'none' } }],
  ['the name', { name: 'Another' }],
])('When %s is changed, then the hash changes', (_, change) => {
  expect(workflowSha256({ ...workflow, ...change })).not.toBe(workflowSha256(workflow));
});

test('The canonical form of a canonical form is the same', () => {
  expect(canonicalWorkflow(canonicalWorkflow(exported))).toEqual(canonicalWorkflow(exported));
});
