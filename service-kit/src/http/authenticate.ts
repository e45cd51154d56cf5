import type { RequestHandler } from 'express';
import type { Scope } from '@lead-nurturing/contracts/access/api-key';
import { AppError } from '../errors';
import { covers } from './scope';

/** Whom a key belongs to and what it may do; null for an unknown key. */
export type KeyFinder = (key: string) => Promise<{ company_id: string; label: string; scopes: string[] } | null>;

const BEARER = /^Bearer +(\S+)$/i;

/**
 * `X-API-Key` (an empty one says nothing), or `Authorization: Bearer`. 401 without a good key, 403 unless it has
 * each of the scopes; before the body is read.
 */
export function createAuthenticate(findKey: KeyFinder): (asked: readonly Scope[]) => RequestHandler {
  return (asked) => async (request, response, next) => {
    const bearer = BEARER.exec(request.get('authorization') ?? '')?.[1];
    const key = [request.get('x-api-key'), bearer].find(Boolean);
    const found = key ? await findKey(key) : null;
    if (!found) throw new AppError(401, 'UNAUTHENTICATED', 'Send a valid API key in X-API-Key.');
    const required = asked.find((scope) => !covers(found.scopes, scope));
    if (required) throw new AppError(403, 'SCOPE_MISSING', 'This API key may not do that.', { required });
    const { requestId } = response.locals;
    response.locals.caller = { company: found.company_id, actor: found.label, scopes: found.scopes, requestId };
    next();
  };
}
