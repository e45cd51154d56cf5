import dns from 'node:dns';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { createHttpClient } from '@lead-nurturing/service-kit/http-client/http-client';
import { onFinish } from '../../../support/finish';
import { startReceiver } from '../../../support/doubles/receiver';

const signal = AbortSignal.timeout(60_000);
const post = (url: string, allowed: string[] = []) =>
  createHttpClient(new Set(allowed)).post({
    url,
    headers: { 'content-type': 'application/json' },
    body: '{"subscription_id":"s","events":[]}',
    signal,
  });
const portOf = (url: string) => new URL(url).port;

afterEach(() => jest.restoreAllMocks());

/** What the resolver answers for a name, one answer for each question; the last one stays. */
function resolveTo(...answers: string[][]) {
  const spy = jest.spyOn(dns, 'lookup');
  const left = [...answers];
  spy.mockImplementation(((_: string, __: object, callback: (error: null, addresses: object[]) => void) => {
    const addresses = (left.length > 1 ? left.shift() : left[0]) ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as never);
  return spy;
}

test('When the URL holds a private address, then nothing is sent and the error names the variable', async () => {
  const receiver = await startReceiver();
  const port = portOf(receiver.url);
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0x7f000001', '127.1', '0.0.0.0'])
    await expect(post(`http://${host}:${port}/hook`)).rejects.toThrow('OUTGOING_ALLOW_PRIVATE');
  expect(receiver.deliveries).toEqual([]);
});

test('When a host and port is allowed, then it is reached, and the same host on another port is not', async () => {
  const [allowed, other] = [await startReceiver(), await startReceiver()];
  const names = [`127.0.0.1:${portOf(allowed.url)}`];
  expect((await post(allowed.url, names)).status).toBe(200);
  await expect(post(other.url, names)).rejects.toThrow('OUTGOING_ALLOW_PRIVATE');
  await expect(post(allowed.url.replace('127.0.0.1', 'localhost'), names)).rejects.toThrow('OUTGOING_ALLOW_PRIVATE');
  expect([allowed.deliveries.length, other.deliveries.length]).toEqual([1, 0]);
});

test('When a name changes from a public to a private address, then the connection is refused', async () => {
  const receiver = await startReceiver();
  const lookups = resolveTo(['203.0.114.1'], ['127.0.0.1']);
  const url = `http://rebinding.example:${portOf(receiver.url)}/hook`;
  dns.lookup('rebinding.example', { all: true }, () => undefined); // a check before the request sees the public address
  await expect(post(url)).rejects.toThrow('rebinding.example');
  expect(lookups).toHaveBeenCalledTimes(2);
  expect(receiver.deliveries).toEqual([]);
});

test('When one of several addresses of a name is private, then the request is refused', async () => {
  resolveTo(['203.0.114.1', '10.0.0.1']);
  await expect(post('http://mixed.example/hook')).rejects.toThrow('mixed.example:80 has a private address');
});

test('When the response is a redirect, then it is returned and not followed', async () => {
  const receiver = await startReceiver(() => 307);
  const response = await post(receiver.url, [new URL(receiver.url).host]);
  expect([response.status, response.headers.location]).toEqual([307, '/elsewhere']);
  expect(receiver.deliveries).toHaveLength(1);
});

test('When the other side does not speak HTTP, then the error has a code', async () => {
  const server = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onFinish(async () => void server.close());
  const { port } = server.address() as { port: number };
  await expect(post(`http://127.0.0.1:${port}/`, [`127.0.0.1:${port}`])).rejects.toMatchObject({
    code: 'HPE_INVALID_CONSTANT',
  });
});
