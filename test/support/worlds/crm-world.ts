import { requestTo } from '../api';
import { createCrm } from '@lead-nurturing/sandbox/crm/crm';
import { testClock } from '../clock';

const client = { id: 'demo-client', secret: 'a secret for this test alone' };

interface Overrides {
  tokenSeconds?: number;
  loginsPerMinute?: number;
  dataDir?: string;
}

export type CrmWorld = Awaited<ReturnType<typeof crmWorld>>;

/** Starts a sandbox CRM in this process, by default without automatic logins, and a client with a token. */
export async function crmWorld({ tokenSeconds = 3_600, loginsPerMinute = 0, dataDir }: Overrides = {}) {
  const clock = testClock();
  let ids = 0;
  const { app, stop } = createCrm({
    clock: clock.now,
    random: () => 0.5,
    newId: () => `id-${(ids += 1)}-${Math.random()}`,
    client,
    tokenSeconds,
    loginsPerMinute,
    dataDir,
  });
  const agent = requestTo(app);
  const askToken = async (credentials: object = {}) =>
    agent
      .post('/oauth/token')
      .send({ grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret, ...credentials });
  let token: string = (await askToken()).body.access_token;

  return {
    app,
    agent,
    clock,
    stop,
    client,
    askToken,
    renewToken: async () => (token = (await askToken()).body.access_token),
    get: (path: string) => agent.get(`/api/v1${path}`).set('authorization', `Bearer ${token}`),
    write: (method: 'post' | 'put' | 'patch' | 'delete', path: string, body: object = {}) =>
      agent[method](`/api/v1${path}`).set('authorization', `Bearer ${token}`).send(body),
    addLogins: async (wanted: object = {}) => (await agent.post('/sandbox/logins').send(wanted)).body.data,
    arm: (fault: object) => agent.put('/sandbox/faults').send(fault).expect(200),
    fingerprint: async () => (await agent.get('/sandbox/snapshot')).body.sha256,
  };
}
