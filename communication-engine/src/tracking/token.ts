import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a public address is about. A token made for one kind is worth nothing for another. */
export type TokenKind = 'open' | 'click' | 'unsubscribe';

export interface Target {
  company: string;
  message_id: string;
  /** Which link of the message, for a click. */
  link: number;
}

export type Tokens = ReturnType<typeof createTokens>;

const SEPARATOR = '|';

/** Signed addresses: they carry their own proof, so that a mail program needs no key and nobody can make one up. */
export function createTokens(secret: string) {
  const signature = (kind: TokenKind, payload: string) =>
    createHmac('sha256', secret).update(`${kind}.${payload}`).digest('base64url');

  return {
    sign: (kind: TokenKind, { company, message_id, link }: Target): string => {
      const payload = Buffer.from([company, message_id, link].join(SEPARATOR)).toString('base64url');
      return `${payload}.${signature(kind, payload)}`;
    },
    /** What was signed; null for anything we did not sign. */
    read: (kind: TokenKind, token: string): Target | null => {
      const [payload = '', given = '', ...more] = token.split('.');
      // As text: decoding overlooks what does not belong there.
      const expected = Buffer.from(signature(kind, payload));
      const proof = Buffer.from(given);
      if (more.length > 0 || proof.length !== expected.length || !timingSafeEqual(proof, expected)) return null;
      const [company = '', message_id = '', link = ''] = Buffer.from(payload, 'base64url').toString().split(SEPARATOR);
      return { company, message_id, link: Number(link) };
    },
  };
}
