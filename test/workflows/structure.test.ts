import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalText, workflowSha256 } from '../../workflows/canonical.cjs';
import { engineNodeTypes, knownNodeTypes } from '../support/engine/nodes';
import { liveWorkflow, manifest, readWorkflowText } from '../support/engine/workflows';

const slugs = manifest.workflows.map(({ slug }) => slug);
const released = manifest.workflows.flatMap(({ slug, id, versions }) =>
  versions.map((version) => ({ slug, id, ...version })),
);
const credentialIds = ['lnLeadTracker', 'lnCommEngine', 'lnCrm'];
const repeated = (values: string[]) => values.filter((value, index) => values.indexOf(value) !== index);

test('The manifest lists the five workflows of the suite, each with its own id', () => {
  expect([...slugs].sort()).toEqual([
    'crm-ingestion',
    'engagement-processing',
    'error-handling',
    'product-nurturing',
    'stage-management',
  ]);
  for (const { id } of manifest.workflows) expect(id).toMatch(/^[A-Za-z0-9_-]{16}$/);
  expect(repeated(manifest.workflows.map(({ id }) => id))).toEqual([]);
});

test('Every workflow file is in the manifest', () => {
  const folder = join(__dirname, '../../workflows');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.json') && file !== 'manifest.json',
  );
  expect(files.sort()).toEqual(released.map(({ file }) => file).sort());
});

test('Webhook ids and node ids are unique in the suite', () => {
  const nodes = slugs.flatMap((slug) => liveWorkflow(slug).nodes);
  expect(repeated(nodes.map(({ id }) => id))).toEqual([]);
  expect(repeated(nodes.flatMap(({ webhookId }) => webhookId ?? []))).toEqual([]);
});

describe.each(released)('$slug $version', ({ file, id, version, sha256 }) => {
  const text = readWorkflowText(file);
  const workflow = JSON.parse(text) as ReturnType<typeof liveWorkflow>;
  const { nodes, connections, settings } = workflow;

  test('has the released hash, canonical form and its version in its path', () => {
    expect(file).toContain(version);
    expect(workflow.id).toBe(id);
    expect(text).toBe(canonicalText(workflow));
    expect(workflowSha256(workflow)).toBe(sha256);
  });

  test('has unique node names and ids, known types and credentials', () => {
    expect(repeated(nodes.map(({ name }) => name))).toEqual([]);
    for (const { type, typeVersion, credentials = {} } of nodes) {
      expect(knownNodeTypes).toContain(type);
      expect([engineNodeTypes.getByNameAndVersion(type, typeVersion).description.version].flat()).toContain(
        typeVersion,
      );
      for (const credential of Object.values(credentials)) expect(credentialIds).toContain(credential.id);
    }
  });

  test('gives every webhook trigger a webhookId, so that its path does not depend on its name', () => {
    const triggers = nodes.filter(
      ({ type, typeVersion }) => engineNodeTypes.getByNameAndVersion(type, typeVersion).description.webhooks,
    );
    for (const { webhookId } of triggers) expect(webhookId).toMatch(/^ln-[a-z-]+$/);
  });

  test('connects only nodes that exist, and connects all of them', () => {
    const targets = Object.values(connections).flatMap(({ main }) => (main ?? []).flat().map((to) => to?.node));
    const names = new Set(nodes.map(({ name }) => name));
    for (const name of [...Object.keys(connections), ...targets]) expect(names).toContain(name);
    const isolated = nodes
      .filter(({ type }) => !/sticky|trigger/i.test(type))
      .filter(({ name }) => !targets.includes(name));
    expect(isolated).toEqual([]);
  });

  test('names the error workflow and has a sticky note', () => {
    const handler = manifest.workflows.find(({ slug }) => slug === 'error-handling')?.id;
    expect(settings).toMatchObject({ executionOrder: 'v1', timezone: 'UTC' });
    expect(settings?.errorWorkflow).toBe(id === handler ? undefined : handler);
    expect(nodes.some(({ type }) => type.endsWith('.stickyNote'))).toBe(true);
  });

  test('contains no secret and no state', () => {
    expect(text).not.toMatch(/apiKey|clientSecret|accessToken|password|staticData|pinData/i);
  });
});
