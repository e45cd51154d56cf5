import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { apiOf } from '../../../support/api';
import { onFinish } from '../../../support/finish';
import { kitWorld, type KitWorld } from '../../../support/worlds/kit-world';

let world: KitWorld;
let url: string;
let key: string;
beforeAll(async () => {
  world = await kitWorld();
  url = await listening();
  key = (await world.api.post('/api-keys', { label: 'raw', scopes: ['*'] })).body.api_key;
});

/** A real port: what comes over it is what was sent. */
async function listening() {
  const server = world.app.listen(0, '127.0.0.1');
  onFinish(async () => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Problem {
  error_code: string;
  details: { fields: { field: string }[] };
}

const namesOf = ({ body }: { body: Problem }) => body.details.fields.map(({ field }) => field).sort();

/** Byte for byte, with no header that is not given. */
const raw = async (body: string | Buffer | undefined, headers: Record<string, string>, path = '/api-keys') => {
  const answer = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'x-api-key': key, ...headers },
    ...(body !== undefined && { body: Buffer.from(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Problem };
};

test.each(['{"product_id":', '{product_id: 1}', 'null', '"text"', 'undefined'])(
  'When the body is %s, then 400, because it is not a JSON object or array',
  async (body) => {
    const answer = await raw(body, { 'content-type': 'application/json' });
    expect(answer.body).toMatchObject({ error_code: 'INVALID_JSON', details: {} });
    expect(answer.status).toBe(400);
  },
);

const aKey = JSON.stringify({ label: 'new', scopes: ['leads:read'] });
test.each<[string, string | Buffer, Record<string, string>]>([
  ['text', aKey, { 'content-type': 'text/plain' }],
  ['a form', 'label=new', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['something unnamed', aKey, {}],
  ['in a foreign character set', aKey, { 'content-type': 'application/json; charset=latin1' }],
  ['compressed', gzipSync(aKey), { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
  ['not compressed but said to be', aKey, { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
])('When the body is %s, then 415', async (_name, body, headers) => {
  const answer = await raw(body, headers);
  expect([answer.status, answer.body.error_code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
});

test('When a key of the body is __proto__, then 422 names it like any other field', async () => {
  const answer = await raw('{"label":"l","__proto__":{"admin":true},"constructor":1}', {
    'content-type': 'application/json',
  });
  expect(answer.status).toBe(422);
  expect(namesOf(answer)).toEqual(['__proto__']);
});

test('When a request has neither body nor type, then 422 names the required fields', async () => {
  const answer = await raw(undefined, {});
  expect([answer.status, answer.body.error_code]).toEqual([422, 'VALIDATION_FAILED']);
  expect(namesOf(answer)).toEqual(['label', 'scopes']);
});

const MEBIBYTE = 1_048_576;
const labels = async () => (await world.api.get('/api-keys')).body.items.map(({ label }: { label: string }) => label);

test('When a body has the maximum size, then it is read; with one byte more, then 413', async () => {
  const padded = (label: string, bytes: number) => {
    const body = JSON.stringify({ label, scopes: ['leads:read'] });
    return body + ' '.repeat(bytes - body.length);
  };
  const largest = await raw(padded('largest', MEBIBYTE), { 'content-type': 'application/json' });
  const larger = await raw(padded('larger', MEBIBYTE + 1), { 'content-type': 'application/json' });
  expect(largest.status).toBe(201);
  expect([larger.status, larger.body.error_code]).toEqual([413, 'BODY_TOO_LARGE']);
  expect(await labels()).toContain('largest');
  expect(await labels()).not.toContain('larger');
});

test('When a body without Content-Length exceeds the limit, then 413', async () => {
  const pieces = ReadableStream.from(Array.from({ length: 20 }, () => new TextEncoder().encode(' '.repeat(65_536))));
  const answer = await fetch(`${url}/api-keys`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: pieces,
    duplex: 'half',
  });
  expect(answer.status).toBe(413);
});

test('When the API key is unknown, then 401 before a large body is read', async () => {
  const answer = await raw(' '.repeat(2 * MEBIBYTE), { 'content-type': 'application/json', 'x-api-key': 'wrong' });
  expect(answer.status).toBe(401);
});

test('When a client disconnects in the middle of its body, then other requests are served', async () => {
  const leaving = new AbortController();
  const half = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"label":')),
  });
  const sent = fetch(`${url}/api-keys`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: half,
    duplex: 'half',
    signal: leaving.signal,
  });
  setTimeout(() => leaving.abort(), 50);
  await expect(sent).rejects.toThrow();
  const answer = await raw(aKey, { 'content-type': 'application/json' });
  expect(answer.status).toBe(201);
});

test('When a body is shorter than it says, then 400, and nothing is done', async () => {
  const overstated = express().use((request, _response, next) => {
    request.headers['content-length'] = '200';
    next();
  }, world.app);
  const answer = await apiOf(overstated, key).post('/api-keys', { label: 'short', scopes: ['leads:read'] });
  expect([answer.status, answer.body.error_code]).toEqual([400, 'BODY_LENGTH_WRONG']);
  expect(await labels()).not.toContain('short');
});
