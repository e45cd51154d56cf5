import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { N8N_SCOPES as communicationEngineScopes } from '@lead-nurturing/communication-engine/compose';
import { N8N_SCOPES as leadTrackerScopes } from '@lead-nurturing/lead-tracker/compose';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { resources as communicationEngine } from '../../../nodes/CommunicationEngine/v1/actions/resources';
import { resources as crm } from '../../../nodes/Crm/v1/actions/resources';
import { resources as leadTracker } from '../../../nodes/LeadTracker/v1/actions/resources';
import { engineCredentialTypes } from '../../support/engine/credentials';
import { engineNodeTypes, PACKAGE } from '../../support/engine/nodes';

const root = join(__dirname, '../../..');
const DOCUMENTATION = 'https://github.com/lead-nurturing/lead-nurturing/blob/main/';
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pathOf = (url: string) => url.replace(DOCUMENTATION, '').replace(/#.*/, '');
const typeOf = (name: string) => engineNodeTypes.getByNameAndVersion(`${PACKAGE}.${name}`, 1).description;

interface Codex {
  node: string;
  resources: Record<'primaryDocumentation' | 'credentialDocumentation', { url: string }[]>;
}

const nodes = globSync('nodes/*/*.node.json', { cwd: root }).map((file) => {
  const { node, resources } = JSON.parse(read(file)) as Codex;
  return {
    file,
    node,
    page: resources.primaryDocumentation[0]!.url,
    credential: resources.credentialDocumentation[0]!.url,
  };
});

test.each(nodes)(
  'The codex of $node links to the pages of the node and of its credential',
  ({ node, page, credential }) => {
    const name = node.split('.')[1]!;
    const type = typeOf(name).credentials![0]!.name;
    expect(page).toMatch(DOCUMENTATION);
    expect(read(pathOf(page))).toContain(`# ${typeOf(name).displayName} node\n`);
    expect(credential).toBe(engineCredentialTypes[type]!.documentationUrl);
  },
);

test('Every page of docs/nodes belongs to a node', () => {
  const pages = globSync('docs/nodes/*.md', { cwd: root }).map((path) => basename(path));
  expect(pages.sort()).toEqual(nodes.map(({ page }) => basename(pathOf(page))).sort());
});

test.each(Object.values(engineCredentialTypes))(
  'The documentation of $name exists',
  ({ documentationUrl, displayName }) => {
    expect(documentationUrl).toMatch(/#credential$/);
    expect(existsSync(join(root, pathOf(documentationUrl!)))).toBe(true);
    expect(read(pathOf(documentationUrl!))).toMatch(new RegExp(`## Credential\n\n_${displayName}_`));
  },
);

const operations = Object.entries({
  'lead-tracker': leadTracker,
  'communication-engine': communicationEngine,
  crm,
}).flatMap(([page, resources]) =>
  resources.flatMap((resource) =>
    resource.operations.map(({ description }) => ({
      page,
      title: `${resource.name}: ${description.name}`,
      description,
    })),
  ),
);

const sectionOf = (page: string, title: string) =>
  read(`docs/nodes/${page}.md`)
    .split(/^#+ /m)
    .find((section) => section.startsWith(`${title}\n`)) ?? '';

/** The names of all parameters as the page lists them: fields of a collection behind the name of the collection. */
const parametersOf = (fields: INodeProperties[]): string[] =>
  fields
    .filter(({ type }) => type !== 'notice')
    .flatMap((field) =>
      field.type === 'collection'
        ? (field.options as INodeProperties[]).map(({ displayName }) => `${field.displayName} → ${displayName}`)
        : [field.displayName],
    );

test.each(operations)('The page $page describes $title with all its parameters', ({ page, title, description }) => {
  const rows = sectionOf(page, title).match(/^\| (?!Parameter|-)[^|]+/gm) ?? [];
  expect(rows.map((row) => row.slice(2).trim())).toEqual(parametersOf(description.fields));
  expect(sectionOf(page, title)).toMatch(/Sends `[A-Z]+ \/.*`/);
});

/** `GET /leads/{id}` → the scopes that the OpenAPI document of the service names. */
const scopesOf = (service: string) => {
  const { paths } = JSON.parse(read(`docs/openapi/${service}.json`)) as {
    paths: Record<string, Record<string, { description?: string }>>;
  };
  return (method: string, path: string) => /`([a-z-]+:[a-z]+)`/.exec(paths[path]?.[method]?.description ?? '')?.[1];
};

test.each(operations.filter(({ page }) => page !== 'crm'))(
  'The page $page names the request and the scope of $title',
  ({ page, title }) => {
    const [, method = '', path = ''] = /Sends `([A-Z]+) (\S+)`/.exec(sectionOf(page, title)) ?? [];
    const scope = /Scope: `([a-z-]+:[a-z]+)`/.exec(sectionOf(page, title))?.[1];
    expect(scope).toBeDefined();
    expect(scopesOf(page)(method.toLowerCase(), path)).toBe(scope);
  },
);

test.each([
  ['Lead Tracker', leadTrackerScopes, ['lead-tracker', 'lead-tracker-trigger', 'stage-router']],
  ['Communication Engine', communicationEngineScopes, ['communication-engine', 'communication-engine-trigger']],
])('The key of n8n at the %s has exactly the scopes that the pages of its nodes name', (_, scopes, pages) => {
  const named = pages.flatMap(
    (page) => read(`docs/nodes/${page}.md`).match(/(?<=`)[a-z-]+:(?:read|write)(?=`)/g) ?? [],
  );
  expect([...new Set(named)].sort()).toEqual([...scopes].sort());
});

test.each([
  ['leadTrackerTrigger', 'lead-tracker-trigger'],
  ['communicationEngineTrigger', 'communication-engine-trigger'],
])('The page of %s lists every domain event', (name, page) => {
  const offered = typeOf(name).properties[0]!.options as INodePropertyOptions[];
  const listed = [...read(`docs/nodes/${page}.md`).matchAll(/^\| ([^|]+?) +\| `([a-z_.]+)` +\|/gm)];
  expect(listed.map(([, label, value]) => ({ name: label, value }))).toEqual(
    offered.map((option) => ({ name: option.name, value: option.value })),
  );
});

test('The page of the Stage Router lists every output', () => {
  const listed = [...read('docs/nodes/stage-router.md').matchAll(/^\| ([^|]+?) +\| \d +\|/gm)].map(
    ([, output]) => output,
  );
  expect(listed).toEqual(typeOf('stageRouter').outputNames);
});

test('The README of the package lists every operation and links to every page', () => {
  const readme = read('nodes/README.md');
  for (const { page } of nodes) expect(readme).toContain(`](${page})`);
  for (const { title } of operations) expect(readme).toMatch(new RegExp(`${title.replace(': ', ': [^·|]*')}\\b`));
});
