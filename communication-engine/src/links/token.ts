import { createHmac, timingSafeEqual } from 'node:crypto';

/** The kind of public address that a token opens. A token signed for one kind is invalid for the others. */
export type TokenKind = 'open' | 'click' | 'unsubscribe';

export interface Target {
  company: string;
  message_id: string;
  /** For a click: the index of the link in the message. */
  link: number;
}

export type Tokens = ReturnType<typeof createTokens>;

const SEPARATOR = '|';

/** Signs and reads the tokens of public addresses. Mail programs send no API key, so the token itself is the proof. */
export function createTokens(secret: string) {
  const signature = (kind: TokenKind, payload: string) =>
    createHmac('sha256', secret).update(`${kind}.${payload}`).digest('base64url');

  return {
    sign: (kind: TokenKind, { company, message_id, link }: Target): string => {
      const payload = Buffer.from([company, message_id, link].join(SEPARATOR)).toString('base64url');
      return `${payload}.${signature(kind, payload)}`;
    },
    /** The signed target; null when this service did not sign the token for this kind. */
    read: (kind: TokenKind, token: string): Target | null => {
      const [payload = '', given = '', ...more] = token.split('.');
      // The signatures are compared as text, because decoding base64url ignores invalid characters.
      const expected = Buffer.from(signature(kind, payload));
      const proof = Buffer.from(given);
      if (more.length > 0 || proof.length !== expected.length || !timingSafeEqual(proof, expected)) return null;
      const [company = '', message_id = '', link = ''] = Buffer.from(payload, 'base64url').toString().split(SEPARATOR);
      return { company, message_id, link: Number(link) };
    },
  };
}
