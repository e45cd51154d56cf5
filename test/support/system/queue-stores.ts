import { execFile, execFileSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../finish';
import { startProgram } from './program';

const run = promisify(execFile);
const REDIS = '/usr/bin/redis-server';
const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' };

/** The folder of PostgreSQL's programs in the newest version that Debian or Ubuntu has installed. */
function postgresBin(): string | undefined {
  if (!existsSync(DEBIAN_POSTGRES)) return undefined;
  const versions = readdirSync(DEBIAN_POSTGRES).map(Number);
  return versions.length === 0 ? undefined : join(DEBIAN_POSTGRES, String(Math.max(...versions)), 'bin');
}

export const queueStoresAreHere = (): boolean => existsSync(REDIS) && postgresBin() !== undefined;

/** PostgreSQL refuses to run as root. */
function postgresUser() {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

interface Store {
  port: number;
  password: string;
}

/** Starts PostgreSQL with an empty database and a user, both called n8n. */
export async function startPostgres({ port, password }: Store) {
  const bin = postgresBin();
  if (!bin) throw new Error(`there is no PostgreSQL in ${DEBIAN_POSTGRES}`);
  const folder = temporaryFolder('postgres-');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const user = postgresUser();
  if (user) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const data = join(folder, 'data');
  const auth = ['-U', 'n8n', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  await run(join(bin, 'initdb'), ['-D', data, ...auth], { env, ...user });
  const server = ['-h', '127.0.0.1', '-p', String(port), '-U', 'n8n'];
  const asN8n = { env: { ...env, PGPASSWORD: password } };
  await startProgram({
    command: join(bin, 'postgres'),
    args: ['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port)],
    env,
    user,
    ready: () => run(join(bin, 'createdb'), [...server, 'n8n'], asN8n),
  });
}

/** Starts Redis with the container's options. */
export async function startRedis({ port, password }: Store) {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', temporaryFolder('redis-')];
  await startProgram({
    command: REDIS,
    args: [...args, '--appendonly', 'yes', '--requirepass', password],
    env,
    ready: async () => {
      const socket = connect(port, '127.0.0.1');
      await once(socket, 'connect');
      socket.end();
    },
  });
}
