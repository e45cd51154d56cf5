import { copyFileSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parse } from 'yaml';
import { temporaryFolder } from '../finish';

const root = join(__dirname, '..', '..', '..');

/** Runs the script that makes the secrets in an empty folder: it writes beside itself. */
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

/** `${NAME}`, `${NAME:-default}` and `${NAME:?}` with none of them inside. */
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

/** Every container of docker-compose.yml with these variables filled in as Compose does. */
export function containersOf(variables: ReadonlyMap<string, string>): Record<string, Container> {
  const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true });
  return JSON.parse(JSON.stringify(services), (_, value: unknown) =>
    typeof value === 'string' ? filledIn(value, variables) : value,
  ) as Record<string, Container>;
}
