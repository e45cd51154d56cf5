import { once } from 'node:events';
import { connect } from 'node:net';
import { aLead } from '../../../support/builders';
import { onFinish } from '../../../support/finish';
import { kitWorld } from '../../../support/worlds/kit-world';
import { leadTrackerWorld, type LeadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
let key: string;
beforeAll(async () => {
  world = await leadTrackerWorld();
  key = (await world.api.post('/api-keys', { label: 'raw', scopes: ['leads:write'] })).body.api_key;
});

/** Sends the bytes as they are; the client would write a Buffer as JSON. */
const post = (body: Buffer, type = 'application/json') =>
  world.withoutKey
    .post('/leads')
    .set({ 'x-api-key': key, 'content-type': type })
    .serialize((bytes) => bytes)
    .send(body);

/** A lead whose name holds these bytes. */
const leadNamed = (...bytes: number[]) => {
  const [before = '', after = ''] = JSON.stringify(aLead({ name: 'Ada |' })).split('|');
  return Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
};

const invalid: [string, number[]][] = [
  ['a byte of Latin-1', [0xe9]],
  ['a sequence that is cut off', [0xc3]],
  ['an overlong sequence', [0xc0, 0xaf]],
  ['half of a surrogate pair', [0xed, 0xa0, 0xbd]],
];

test.each(invalid)('When the body has %s, then it is not UTF-8: 400, and nothing is stored', async (_, bytes) => {
  const count = () => world.connection.collection('leads').countDocuments();
  const before = await count();
  const answer = await post(leadNamed(...bytes));

  expect([answer.status, answer.body.error_code]).toEqual([400, 'INVALID_UTF8']);
  expect(await count()).toBe(before);
});

test('When the body is UTF-8, with or without a byte order mark, then it is taken as it came', async () => {
  const named = await post(leadNamed(0xc3, 0xa9));
  const marked = await post(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), leadNamed(0xef, 0xbf, 0xbd)]));

  expect([named.body.lead?.name, marked.body.lead?.name]).toEqual(['Ada é', 'Ada \ufffd']);
});

test.each(['utf-16', 'utf-16le', 'utf-32', 'utf-7'])('When the body is in %s, then 415', async (charset) => {
  const answer = await post(Buffer.from(JSON.stringify(aLead()), 'utf16le'), `application/json; charset=${charset}`);

  expect([answer.status, answer.body.error_code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
});

test.each(['%E9', '%C3', '%zz', '%', '%C3&kind=delivery', '%C0%AF'])(
  'When a value of the query is %s, then it is not percent-encoded UTF-8: 400',
  async (value) => {
    const answer = await world.api.get(`/dead-letters?cursor=${value}`);
    expect([answer.status, answer.body.error_code]).toEqual([400, 'INVALID_QUERY']);
  },
);

test('When a value of the query has plus signs and sequences of several bytes, then it is decoded', async () => {
  const { api } = await kitWorld();
  const answer = await api.get('/webhook-subscriptions?subscriber=a+b%2Bc%C3%A9');
  expect([answer.status, answer.body.items]).toEqual([200, []]);
});

test.each(['/leads/%E9', '/leads/a%C3', '/leads/%zz/score'])(
  'When the path is %s, then it is not percent-encoded UTF-8: 400',
  async (path) => {
    const answer = await world.api.get(path);
    expect([answer.status, answer.body.error_code]).toEqual([400, 'INVALID_PATH']);
  },
);

/** Sends the bytes of a request as they are, which no HTTP client does. */
async function raw(target: Buffer): Promise<string> {
  const { app } = await kitWorld();
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const socket = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1');
  onFinish(async () => {
    socket.destroy();
    server.close();
    server.closeAllConnections();
  });
  socket.write(
    Buffer.concat([Buffer.from('GET '), target, Buffer.from(' HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')]),
  );
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  await once(socket, 'close');
  return answer;
}

test('When a path has bytes that are not percent-encoded, then 400', async () => {
  expect(await raw(Buffer.from('/dead-letters/é'))).toMatch(/^HTTP\/1\.1 400 /);
  expect(await raw(Buffer.from('/dead-letters/e'))).toMatch(/^HTTP\/1\.1 401 /);
});
