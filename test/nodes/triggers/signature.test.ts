import { isGenuine, secretFor } from '../../../nodes/shared/signature';

/** The vector of the reference libraries (standard-webhooks, libraries/javascript/src/webhook.test.ts, "sign function"). */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const rawBody = '{"test": 2432232314}';
const headers = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': '1614265330',
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const now = 1_614_265_330_000;
const withSignature = (signature: string) => ({ headers: { ...headers, 'webhook-signature': signature } });
const genuine = headers['webhook-signature'];
const foreign = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';

test("The test vector of Standard Webhooks' reference libraries is genuine", () => {
  expect(isGenuine({ headers, rawBody, secret, now })).toBe(true);
});

test.each([
  ['several signatures, one of them ours', withSignature(`${foreign} v2,abc v1a,def ${genuine}`), true],
  ['only signatures with other secrets', withSignature(`${foreign} ${foreign}`), false],
  ['our signature under an unknown version', withSignature(genuine.replace('v1', 'v2')), false],
  ['a part of our signature', withSignature(genuine.slice(0, 8)), false],
  ['another id', { headers: { ...headers, 'webhook-id': 'msg_other' } }, false],
  ['no id', { headers: { ...headers, 'webhook-id': undefined } }, false],
  ['another body', { rawBody: '{"test":2432232314}' }, false],
  ['a timestamp five minutes old', { now: now + 300_000 }, true],
  ['a timestamp more than five minutes old', { now: now + 300_001 }, false],
  ['a timestamp five minutes ahead', { now: now - 300_000 }, true],
  ['a timestamp more than five minutes ahead', { now: now - 300_001 }, false],
])('When a delivery has %s, then isGenuine answers %p', (_, changes, expected) => {
  expect(isGenuine({ headers, rawBody, secret, now, ...changes })).toBe(expected);
});

test('A secret is whsec_ and 32 bytes of base64, and differs by API key and by subscriber', () => {
  const secrets = [secretFor('key', 'a'), secretFor('key', 'b'), secretFor('other key', 'a')];
  for (const one of secrets) expect(one).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(new Set(secrets).size).toBe(3);
});
