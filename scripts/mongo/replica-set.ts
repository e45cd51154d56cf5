import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient, MongoServerError } from 'mongodb';
import { z } from 'zod';

export const REPLICA_SET = 'rs0';

const Config = z
  .object({ version: z.number(), members: z.array(z.object({ host: z.string() }).passthrough()).min(1) })
  .passthrough();
const NOT_YET_INITIALIZED = 94;

/** Makes the server `pid` at `host` the only member of its replica set and waits until it accepts writes. */
export async function ensureReplicaSet(host: string, pid: number, signal: AbortSignal): Promise<void> {
  const client = new MongoClient(`mongodb://${host}/`, {
    directConnection: true,
    serverSelectionTimeoutMS: 500,
    connectTimeoutMS: 1_000,
  });
  try {
    await untilConnected(client, signal);
    // On a port in use another server answers, whose data must not be touched.
    if ((await pidOf(client)) !== pid) throw new Error('Address already in use');
    await ensureMember(client, host);
    while (!(await isWritable(client))) {
      signal.throwIfAborted();
      await sleep(50);
    }
  } finally {
    await client.close();
  }
}

/** Recovery after a crash may take long, so only the end of the server (`signal`) ends the wait. */
async function untilConnected(client: MongoClient, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    try {
      await client.connect();
      return;
    } catch {
      await sleep(50);
    }
  }
}

async function pidOf(client: MongoClient): Promise<number> {
  const status = await client.db('admin').command({ serverStatus: 1 });
  return Number(status.pid);
}

async function ensureMember(client: MongoClient, host: string): Promise<void> {
  const admin = client.db('admin');
  const config = await currentConfig(client);
  if (!config) {
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members: [{ _id: 0, host }] } });
  } else if (config.members[0]?.host !== host) {
    // MONGODB_PORT was changed: the stored configuration still names the old address, which no server has.
    const members = config.members.slice(0, 1).map((member) => ({ ...member, host }));
    await admin.command({ replSetReconfig: { ...config, members, version: config.version + 1 }, force: true });
  }
}

async function currentConfig(client: MongoClient) {
  try {
    const answer = await client.db('admin').command({ replSetGetConfig: 1 });
    return Config.parse(answer.config);
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NOT_YET_INITIALIZED) return undefined;
    throw error;
  }
}

async function isWritable(client: MongoClient): Promise<boolean> {
  const answer = await client.db('admin').command({ hello: 1 });
  return answer.isWritablePrimary === true;
}
