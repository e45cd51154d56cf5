import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import request from 'supertest';
import { createApp } from '@lead-nurturing/service-kit/http/app';
import { openConnection, ping } from '@lead-nurturing/service-kit/mongo/connect';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { onFinish } from '../support/finish';
import { eventually } from '../support/eventually';

const server = new URL(String(process.env.TEST_MONGODB_URI));

/** A wire to mongod that can be cut. */
async function wire() {
  const sockets = new Set<Socket>();
  let cut = false;
  const proxy = createServer((near) => {
    if (cut) {
      near.destroy();
      return;
    }
    const far = connect(Number(server.port), server.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const sever = () => {
    cut = true;
    for (const socket of sockets) socket.destroy();
  };
  onFinish(async () => {
    sever();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  return { uri: `mongodb://127.0.0.1:${port}/test?directConnection=true`, sever, mend: () => (cut = false) };
}

const agentOf = (connection: ReturnType<typeof openConnection>) =>
  request(
    createApp({
      title: 'Ready',
      version: '1',
      log: createLog('test', 'silent'),
      routes: [],
      keys: async () => null,
      ready: () => ping(connection),
    }),
  );

test('When mongod goes away, then /ready says so until it is back, and /health stays well', async () => {
  const { uri, sever, mend } = await wire();
  const connection = openConnection(uri);
  onFinish(() => connection.close());
  const agent = agentOf(connection);
  await eventually(() => agent.get('/ready').expect(200, { status: 'ready' }));

  sever();
  for (let asked = 0; asked < 2; asked += 1) {
    const began = performance.now();
    await agent.get('/ready').expect(503, { status: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(15_000);
  }
  await agent.get('/health').expect(200);

  mend();
  await eventually(() => agent.get('/ready').expect(200));
});

test('When mongod was never there, then /ready says so at once', async () => {
  const connection = openConnection('mongodb://127.0.0.1:9/?replicaSet=rs0');
  onFinish(async () => void connection.close()); // which takes it five seconds
  const agent = agentOf(connection);
  await agent.get('/health').expect(200, { status: 'ok' });
  await agent.get('/ready').expect(503, { status: 'unavailable' });
});
