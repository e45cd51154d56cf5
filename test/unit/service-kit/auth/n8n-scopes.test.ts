import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8N_SCOPES as ENGINE_SCOPES } from '@lead-nurturing/communication-engine/compose';
import { N8N_SCOPES as TRACKER_SCOPES } from '@lead-nurturing/lead-tracker/compose';

const root = join(__dirname, '..', '..', '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** How the sources of nodes and credentials name a call: its method and its path up to the first parameter. */
const CALLS: [RegExp, (match: RegExpMatchArray) => [method: string, path: string]][] = [
  [/method: '([A-Z]+)',\s*path: ['`]([^'`$]+)/g, ([, method = '', path = '']) => [method, path]],
  [/inBulk\('([^']+)'/g, ([, path = '']) => ['POST', path]],
  [/path: '(\/[^']+\/bulk)'/g, ([, path = '']) => ['POST', path]],
  [/getMany\w*\('([^']+)'/g, ([, path = '']) => ['GET', path]],
  [/url: '(\/[^']+)'/g, ([, path = '']) => ['GET', path.replace('credential-test', '')]],
];

const callsIn = (source: string) =>
  CALLS.flatMap(([pattern, toCall]) => [...source.matchAll(pattern)].map((match) => toCall(match)));

interface Operation {
  description: string;
}

/** The scopes of the routes that these sources call, as the service's OpenAPI document names them. */
function scopesOf(service: string, patterns: string[]) {
  const paths = Object.entries(
    (JSON.parse(read(`docs/openapi/${service}.json`)) as { paths: Record<string, Record<string, Operation>> }).paths,
  );
  const scopes = globSync(patterns, { cwd: root })
    .flatMap((file) => callsIn(read(file)))
    .flatMap(([method, start]) => {
      const matching = paths.flatMap(([path, operations]) => {
        const isCalled = start.endsWith('/') ? path.startsWith(`${start}{`) : path === start;
        const operation = operations[method.toLowerCase()];
        return isCalled && operation ? [operation.description] : [];
      });
      if (matching.length === 0) throw new Error(`${service} has no route ${method} ${start}`);
      return matching.flatMap((description) => description.match(/[a-z-]+:(read|write)/g) ?? []);
    });
  return [...new Set(scopes)].sort();
}

test.each([
  ['lead-tracker', TRACKER_SCOPES, ['nodes/LeadTracker/**/*.ts', 'nodes/StageRouter/**/*.ts', 'credentials/LeadT*.ts']],
  ['communication-engine', ENGINE_SCOPES, ['nodes/CommunicationEngine/**/*.ts', 'credentials/Comm*.ts']],
] as const)(
  "When n8n's key is made in %s, then it has the scopes that nodes need and no others",
  (service, scopes, own) => {
    const needed = scopesOf(service, [...own, 'nodes/shared/subscription.ts']);
    expect(needed.length).toBeGreaterThan(4);
    expect([...scopes].sort()).toEqual(needed);
  },
);
