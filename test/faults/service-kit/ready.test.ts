import request from 'supertest';
import { createApps } from '@lead-nurturing/service-kit/http/app';
import { openConnection, ping } from '@lead-nurturing/service-kit/mongo/connect';
import { createLog } from '@lead-nurturing/service-kit/runtime/log';
import { onFinish } from '../../support/finish';
import { eventually } from '../../support/eventually';
import { wire } from '../../support/wire';

const agentOf = (connection: ReturnType<typeof openConnection>) =>
  request(
    createApps({
      title: 'Ready',
      version: '1',
      log: createLog('test', 'silent'),
      routes: [],
      keys: async () => null,
      ready: () => ping(connection),
    }).app,
  );

test('When mongod is unreachable, then /ready is 503 until mongod is back, and /health stays 200', async () => {
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

test('When mongod was never reachable, then /ready is 503 at once', async () => {
  const connection = openConnection('mongodb://127.0.0.1:9/?replicaSet=rs0');
  onFinish(async () => void connection.close()); // which takes it five seconds
  const agent = agentOf(connection);
  await agent.get('/health').expect(200, { status: 'ok' });
  await agent.get('/ready').expect(503, { status: 'unavailable' });
});
