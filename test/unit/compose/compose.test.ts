import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DCLinter } from 'dclint';
import { parse } from 'yaml';
import { SMALL_HEAP } from '../../../scripts/process/small-heap';
import { makeEnv, variablesIn } from '../../support/system/compose-file';

interface Service {
  image: string;
  build?: { dockerfile: string };
  profiles?: string[];
  restart: string;
  ports?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test?: string[]; disable?: boolean };
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
  cap_drop?: string[];
}

const root = resolve(__dirname, '../../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const all = Object.entries<Service>(parse(read('docker-compose.yml'), { merge: true }).services);
const namesOf = (found: [string, Service][]) => found.map(([name]) => name).sort();
const isOneShot = ([, { restart, healthcheck }]: [string, Service]) =>
  restart === 'no' && healthcheck?.disable === true;
const dockerfileOf = ({ image }: Service) =>
  all.find(([, it]) => it.image === image && it.build)?.[1].build?.dockerfile;
const isChecked = (service: Service) => {
  const dockerfile = dockerfileOf(service);
  return (
    service.healthcheck?.test !== undefined || (dockerfile !== undefined && /^HEALTHCHECK/m.test(read(dockerfile)))
  );
};

const composeIsHere = spawnSync('docker', ['compose', 'version']).status === 0;

test('When Compose reads the file, then both profiles are valid', () => {
  const linter = new DCLinter({ rules: { 'no-build-and-image': 0 }, quiet: true, debug: false, exclude: [] });
  const messages = linter
    .lintFiles([join(root, 'docker-compose.yml')], false)
    .flatMap((file: { messages: { type: string }[] }) => file.messages);
  expect(messages.filter(({ type }: { type: string }) => type === 'error')).toEqual([]);

  if (!composeIsHere) return; // without Docker, the schema above is all that can be checked
  const { path } = makeEnv();
  for (const profile of ['single', 'queue']) {
    const args = ['compose', '--env-file', path, '--profile', profile, 'config', '--quiet'];
    expect(() => execFileSync('docker', args, { cwd: root, stdio: 'pipe' })).not.toThrow();
  }
});

test('When make-env runs, then it writes the variables that Compose requires, for its owner only', () => {
  const { path, first } = makeEnv();
  const asked = new Set([...read('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));

  expect(first.status).toBe(0);
  expect([...variablesIn(path).keys()].sort()).toEqual([...asked, 'COMPOSE_PROFILES'].sort());
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('When make-env runs again, then it fails and the existing secrets stay', () => {
  const { path, run } = makeEnv();
  const before = readFileSync(path, 'utf8');

  expect(run().status).toBe(1);
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test('When make-env runs for two systems, then they share no secret', () => {
  const [mine, yours] = [makeEnv(), makeEnv()].map(({ path }) => variablesIn(path));
  const shared = [...mine!].filter(([name, value]) => yours!.get(name) === value).map(([name]) => name);

  expect(shared).toEqual(['COMPOSE_PROFILES', 'N8N_OWNER_EMAIL']);
});

test('When a variable is a secret, then docker-compose.yml holds no value for it', () => {
  const secrets = all.flatMap(([, { environment = {} }]) =>
    Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|KEY|TOKEN/.test(name)),
  );

  expect(secrets.length).toBeGreaterThan(10);
  expect(secrets.filter(([, value]) => !/^\$\{\w+(:\?[^}]*|:-)\}$/.test(value))).toEqual([]);
  expect(read('docker-compose.yml').match(/:\/\/\w+:[^$\s]+@/g)).toBeNull();
});

test('When a variable has no default, then Compose requires it', () => {
  expect([...read('docker-compose.yml').matchAll(/\$\{\w+\}/g)].map(([match]) => match)).toEqual([]);
});

test('When a service runs on, then it has a health check; when it runs once, then others wait for its end', () => {
  const awaited = new Set(
    all.flatMap(([, { depends_on = {} }]) =>
      Object.entries(depends_on)
        .filter(([, { condition }]) => condition === 'service_completed_successfully')
        .map(([name]) => name),
    ),
  );

  expect(namesOf(all.filter(isOneShot))).toEqual(['provision', 'queue-provision', 'seed']);
  expect(namesOf(all.filter((entry) => isOneShot(entry) && !awaited.has(entry[0])))).toEqual([]);
  expect(namesOf(all.filter((entry) => !isOneShot(entry) && !isChecked(entry[1])))).toEqual([]);
  expect(namesOf(all.filter((entry) => !isOneShot(entry) && entry[1].restart !== 'unless-stopped'))).toEqual([]);
});

test('When a port is published, then only on 127.0.0.1', () => {
  const ports = all.flatMap(([, { ports = [] }]) => ports);

  expect(ports.length).toBeGreaterThan(0);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('When our own services run, then their disk is read-only and they have no privileges', () => {
  const ours = all.filter(
    ([, service]) => dockerfileOf(service) === 'docker/services.Dockerfile' && service.restart !== 'no',
  );

  expect(namesOf(ours)).toEqual(['communication-engine', 'crm', 'lead-tracker']);
  expect(namesOf(ours.filter(([, it]) => !it.read_only || it.cap_drop?.[0] !== 'ALL'))).toEqual([]);
  expect(read('docker/services.Dockerfile')).toMatch(/^USER node$/m);
});

test('When a service runs in a container, then Node has the same memory flags as under npm start', () => {
  expect(read('docker/services.Dockerfile')).toContain(`exec node ${SMALL_HEAP.join(' ')} `);
});

test('When n8n runs in queue mode, then its processes share one key, one queue and one database', () => {
  const queue = all.filter(([, { profiles }]) => profiles?.includes('queue'));
  const n8n = queue.filter(([, { image }]) => image === 'lead-nurturing/n8n:local');
  const shared = ['N8N_ENCRYPTION_KEY', 'EXECUTIONS_MODE', 'DB_POSTGRESDB_HOST', 'QUEUE_BULL_REDIS_HOST'];

  expect(namesOf(queue)).toEqual(['n8n-main', 'n8n-webhook', 'n8n-worker', 'postgres', 'queue-provision', 'redis']);
  for (const name of shared) expect(new Set(n8n.map(([, { environment }]) => environment?.[name])).size).toBe(1);
});

test('When n8n is pinned, then the image has the same version', () => {
  const { n8n } = JSON.parse(read('n8n/package.json')).dependencies;

  expect(/^FROM docker\.n8n\.io\/n8nio\/n8n:(\S+)$/m.exec(read('docker/n8n.Dockerfile'))?.[1]).toBe(n8n);
});
