import { Router } from 'express';
import { z } from 'zod';
import { CrmError } from './crm-error';
import type { Tokens } from './tokens';

const TokenRequest = z.object({ grant_type: z.string(), client_id: z.string(), client_secret: z.string() });

export function oauthRoutes(tokens: Tokens): Router {
  return Router().post('/token', (request, response) => {
    const { grant_type, client_id, client_secret } = TokenRequest.parse(request.body);
    if (grant_type !== 'client_credentials')
      throw new CrmError(400, 'unsupported_grant_type', 'Only client_credentials is supported.');
    response.set('Cache-Control', 'no-store').json(tokens.issue({ id: client_id, secret: client_secret }));
  });
}
