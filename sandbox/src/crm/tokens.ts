import { createHash, timingSafeEqual } from 'node:crypto';
import { CrmError } from './crm-error';

export interface OAuthClient {
  id: string;
  secret: string;
}

interface TokensDeps {
  client: OAuthClient;
  seconds: number;
  clock: () => Date;
  newId: () => string;
}

export interface Tokens {
  issue(client: OAuthClient): { access_token: string; token_type: 'Bearer'; expires_in: number };
  /** Throws a 401 unless the header carries a valid token. */
  check(authorization: string | undefined): void;
  revokeAll(): void;
}

const digest = (text: string) => createHash('sha256').update(text).digest();
/** Compares digests of equal length, so that the duration reveals nothing about the secret. */
const isSame = (given: string, expected: string) => timingSafeEqual(digest(given), digest(expected));

export const refuseToken = (): CrmError =>
  new CrmError(401, 'invalid_token', 'The access token is missing, unknown or expired.', {
    'WWW-Authenticate': 'Bearer error="invalid_token"',
  });

/** OAuth2 client credentials (RFC 6749, 4.4). Tokens are stored in memory; after a restart clients request a new one. */
export function createTokens({ client, seconds, clock, newId }: TokensDeps): Tokens {
  const expiries = new Map<string, number>();
  const now = () => clock().getTime();
  return {
    issue: (given) => {
      const [validId, validSecret] = [isSame(given.id, client.id), isSame(given.secret, client.secret)];
      if (!validId || !validSecret) throw new CrmError(401, 'invalid_client', 'Unknown client or wrong secret.');
      for (const [token, expiry] of expiries) if (expiry <= now()) expiries.delete(token);
      const access_token = newId();
      expiries.set(access_token, now() + seconds * 1_000);
      return { access_token, token_type: 'Bearer', expires_in: seconds };
    },
    check: (authorization) => {
      const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '';
      if ((expiries.get(token) ?? 0) <= now()) throw refuseToken();
    },
    revokeAll: () => expiries.clear(),
  };
}
