import fc from 'fast-check';
import { WebhookSecret } from '@lead-nurturing/contracts/webhooks/webhook';
import { fingerprint, sign, webhookId } from '@lead-nurturing/service-kit/webhooks/signature';
import { signatureOf } from '../../../support/doubles/receiver';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test("When the content is that of Standard Webhooks' test vector, then the signature is too", () => {
  // standard-webhooks/standard-webhooks, libraries: the vector that every reference library tests `sign` with
  const content = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330', body: '{"test": 2432232314}' };
  expect(sign([SECRET], content)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

const aSecret = fc
  .uint8Array({ minLength: 24, maxLength: 64 })
  .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);

test('Property: each secret has one signature, which depends on id, time, body and secret', () => {
  const content = fc.record({ id: fc.uuid(), timestamp: fc.nat().map(String), body: fc.string() });
  fc.assert(
    fc.property(aSecret, aSecret, content, content, (one, other, a, b) => {
      const signatures = sign([one, other], a).split(' ');
      expect(signatures).toEqual([one, other].map((secret) => signatureOf(secret, a.id, Number(a.timestamp), a.body)));
      fc.pre(one !== other && JSON.stringify(a) !== JSON.stringify(b));
      expect(sign([one], a)).not.toBe(sign([one], b));
      expect(sign([one], a)).not.toBe(sign([other], a));
    }),
  );
});

test('Property: the base64 of 24 to 64 bytes is a secret', () => {
  fc.assert(fc.property(aSecret, (secret) => expect(WebhookSecret.parse(secret)).toBe(secret)));
});

test.each([
  ['has no prefix', SECRET.slice('whsec_'.length)],
  ['has 23 bytes', `whsec_${Buffer.alloc(23).toString('base64')}`],
  ['has 65 bytes', `whsec_${Buffer.alloc(65).toString('base64')}`],
  ['has 66 bytes', `whsec_${Buffer.alloc(66).toString('base64')}`],
  ['is hexadecimal with a wrong length', `whsec_${'a'.repeat(33)}`],
  ['has a character that is not base64', `whsec_${'a'.repeat(31)}-`],
  ['ends with a line break', `${SECRET}\n`],
])('When a secret %s, then it is refused', (_, secret) => {
  expect(WebhookSecret.safeParse(secret).success).toBe(false);
});

test('When the events of a batch are the same, then its webhook id is, and otherwise another', () => {
  const id = webhookId('subscription', ['document:0', 'document:3']);
  expect(id).toMatch(/^msg_[\w-]{32}$/);
  expect(webhookId('subscription', ['document:0', 'document:3'])).toBe(id);
  for (const [subscription, ...events] of [
    ['subscription', 'document:0'],
    ['subscription', 'document:3', 'document:0'],
    ['other', 'document:0', 'document:3'],
  ])
    expect(webhookId(subscription!, events)).not.toBe(id);
});

test("When a fingerprint is made, then it is the first 16 hex digits of the secret's SHA-256", () => {
  // printf 'abc' | sha256sum
  expect(fingerprint('abc')).toBe('ba7816bf8f01cfea');
});
