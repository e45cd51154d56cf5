import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { freePort } from '../../../scripts/process/free-port';
import { freshDatabase, uriOf } from '../../support/database';
import { onFinish } from '../../support/finish';
import { eventually } from '../../support/eventually';
import { BODY, roundTrip, key, open, running, start } from '../../support/system/lead-tracker-process';

const sendHalf = (socket: Socket) =>
  socket.write(
    `POST /leads HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\ncontent-type: application/json\r\n` +
      `content-length: ${BODY.length}\r\n\r\n${BODY.slice(0, 20)}`,
  );

test('When variables are invalid, then each is named without its value and the process ends with 1', async () => {
  const port = await freePort();
  const bad = { HOST: '127.0.0.1', MONGODB_URI: 'http://user:hunter2@db', LOG_LEVEL: 'loudest' };
  const keys = { BOOTSTRAP_COMPANY_ID: 'ACME & Sons', BOOTSTRAP_API_KEY: 'shortkey' };
  const first = await start({ ...bad, ...keys, PORT: 'eighty-eight' }).exited;
  expect(first.code).toBe(1);
  for (const name of ['PORT', 'MONGODB_URI', 'LOG_LEVEL', 'BOOTSTRAP_COMPANY_ID', 'BOOTSTRAP_API_KEY'])
    expect(first.err).toMatch(new RegExp(`^  ${name}: .+`, 'm'));
  expect(first.err).not.toMatch(/hunter2|loudest|ACME|shortkey|eighty/);

  const second = await start({ ...bad, PORT: String(port) }).exited;
  expect(second.code).toBe(1);
  expect(second.out).toBe('');
});

test('When variables are missing or empty, then the errors are the same', async () => {
  const [missing, empty] = await Promise.all([start({}).exited, start({ PORT: '', MONGODB_URI: '' }).exited]);
  expect(missing.err).toMatch(/^Bad configuration:\n {2}PORT: .+\n {2}MONGODB_URI: .+\n$/);
  expect(empty.err).toBe(missing.err);
  expect([missing.code, empty.code]).toEqual([1, 1]);
});

test('When the port is in use, then the error names its variable and the process ends with code 1', async () => {
  const connection = await freshDatabase();
  const taken = createServer().listen(0, '127.0.0.1');
  onFinish(async () => void taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { code, out } = await start({ PORT: String(port), OPERATIONS_PORT: '0', MONGODB_URI: uriOf(connection) })
    .exited;
  expect(code).toBe(1);
  const { err, msg } = JSON.parse(out) as { err: { message: string }; msg: string };
  expect(msg).toBe('could not start');
  expect(err.message).toContain('another PORT or HOST');
  expect(err.message).toContain(`EADDRINUSE: address already in use 127.0.0.1:${port}`);
});

test('When the database has data without a version, then the log says what to remove and the process ends', async () => {
  const connection = await freshDatabase();
  await connection.collection('leads').insertOne({ name: 'Ada' });
  const { code, out } = await start({ PORT: String(await freePort()), MONGODB_URI: uriOf(connection) }).exited;
  expect([code, out.trim().split('\n').length]).toEqual([1, 1]);
  const { err } = JSON.parse(out) as { err: { message: string } };
  expect(err.message).toContain(`"${connection.name}" has data of no version`);
  expect(err.message).toContain('.data/mongo');
});

test('When the service stops during a request, then it accepts no others, answers it and ends with code 0', async () => {
  const { child, exited, port } = await running();
  const [idle, slow] = [await open(port), await open(port)];
  idle.socket.write('GET /health HTTP/1.1\r\nhost: x\r\n\r\n');
  await eventually(async () => expect(idle.answers()).toContain('200 OK'));
  sendHalf(slow.socket);
  await open(port); // and asks nothing
  await roundTrip(port);

  child.kill('SIGTERM');
  await eventually(() => expect(open(port)).rejects.toThrow('ECONNREFUSED'));
  slow.socket.write(BODY.slice(20));
  await eventually(async () => expect(slow.answers()).toContain('201 Created'));
  const { code, out } = await exited;
  expect(code).toBe(0);
  expect(out).toContain('"stopped"');
});

test('When a request never ends, then the process stops within ten seconds with code 1', async () => {
  const { child, exited, port } = await running();
  const { socket } = await open(port);
  sendHalf(socket);
  await roundTrip(port);
  child.kill('SIGINT');
  const { code, out } = await exited;
  expect(code).toBe(1);
  expect(out).toContain('did not stop in time');
});
