import { copyFileSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parse } from 'yaml';
import { temporaryFolder } from '../finish';

const root = join(__dirname, '..', '..', '..');

/** Runs a copy of make-env.mjs in an empty folder, because it writes its secrets to its own folder. */
export function makeEnv() {
  const folder = temporaryFolder('make-env-');
  copyFileSync(join(root, 'docker/make-env.mjs'), join(folder, 'make-env.mjs'));
  const run = () => spawnSync(process.execPath, ['make-env.mjs'], { cwd: folder, encoding: 'utf8' });
  return { path: join(folder, '.env'), run, first: run() };
}

export const variablesIn = (file: string) =>
  new Map(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split('=', 2) as [string, string]),
  );

/** Matches `${NAME}`, `${NAME:-default}` and `${NAME:?}` that contain no other variable. */
const VARIABLE = /\$\{(\w+)(?::([-?])([^${}]*))?\}/;

function filledIn(text: string, variables: ReadonlyMap<string, string>): string {
  let filled = text;
  for (let found = VARIABLE.exec(filled); found; found = VARIABLE.exec(filled)) {
    const [place, name = '', how, otherwise = ''] = found;
    const value = variables.get(name) ?? '';
    if (value === '' && how === '?') throw new Error(`Compose would stop: ${name} is not set`);
    filled = filled.replace(place, () => value || otherwise);
  }
  return filled.replaceAll('$$', () => '$');
}

interface Container {
  command?: string[];
  entrypoint?: string[];
  environment: Record<string, string>;
}

/** The services of docker-compose.yml, with the variables filled in as Compose does. */
export function containersOf(variables: ReadonlyMap<string, string>): Record<string, Container> {
  const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
  return JSON.parse(JSON.stringify(services), (_, value: unknown) =>
    typeof value === 'string' ? filledIn(value, variables) : value,
  ) as Record<string, Container>;
}
