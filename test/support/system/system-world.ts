import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lead } from '@lead-nurturing/contracts/lead';
import type { Message } from '@lead-nurturing/contracts/message';
import { launchSystem, throwAwayPlace, type Launched } from '../../../scripts/system/launch';
import { onFinish } from '../finish';
import { n8nClient } from './n8n-client';

export interface Mail {
  html: string;
  headers: Record<string, string>;
  to: { address: string }[];
}

interface Snapshot {
  contacts: { id: string; email: string }[];
  sha256: string;
}

export type SystemWorld = Awaited<ReturnType<typeof systemWorld>>;

const root = join(__dirname, '..', '..', '..');
const PRODUCT = 'analytics-suite';

const read = async <Answer>(url: string, headers: Record<string, string> = {}): Promise<Answer> =>
  (await fetch(url, { headers })).json() as Promise<Answer>;

const addressIn = (html: string, pattern: RegExp) => pattern.exec(html)![1]!.replaceAll('&amp;', '&');

/** The whole system as `npm start` runs it, on free ports, with throw-away data; nobody logs in unless told to. */
export async function systemWorld() {
  const place = await throwAwayPlace();
  let system: Launched = await launchSystem(root, place.env);
  onFinish(async () => {
    await system.stop();
    await place.remove();
  });
  const { addresses } = system;
  const tracker = (path: string) =>
    read<Lead>(`${addresses.leadTracker}${path}`, { 'x-api-key': system.secrets.lead_tracker_api_key });
  const engine = (path: string) =>
    read<Message>(`${addresses.communicationEngine}${path}`, {
      'x-api-key': system.secrets.communication_engine_api_key,
    });
  const n8n = n8nClient(addresses.n8n, system.secrets);
  const mailsTo = async (address: string): Promise<Mail[]> => {
    const mails = await read<Mail[]>(`${addresses.inbox}/api/email`);
    return mails.filter(({ to }) => to.some((recipient) => recipient.address === address));
  };
  const kill = (part: string) => process.kill(system.pids[part]!, 'SIGKILL');
  const snapshot = () => read<Snapshot>(`${addresses.crm}/sandbox/snapshot`);

  return {
    addresses,
    ownerLogin: n8n.login,
    get drift() {
      return system.drift;
    },
    contact: async (index: number): Promise<{ id: string; email: string }> => (await snapshot()).contacts[index]!,
    logIn: async (contact_id: string, count: number) => {
      const body = JSON.stringify({ contact_id, count, product: PRODUCT });
      await fetch(`${addresses.crm}/sandbox/logins`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    },
    crmFingerprint: async () => (await snapshot()).sha256,
    crmMethods: async (): Promise<string[]> =>
      (await read<{ data: { method: string }[] }>(`${addresses.crm}/sandbox/requests`)).data.map(
        ({ method }) => method,
      ),
    mailsTo,
    mailTo: async (address: string): Promise<Mail> => {
      const [mail] = await mailsTo(address);
      if (!mail) throw new Error(`no mail to that address yet`);
      return mail;
    },
    leadOf: async ({ headers }: Mail) => {
      const message = await engine(`/messages/${headers['x-lead-nurturing-message-id']}/status`);
      return tracker(`/leads/${message.lead_id}`);
    },
    openAndClick: async ({ html }: Mail) => {
      await fetch(addressIn(html, /src="([^"]+\/t\/o\/[^"]+)"/));
      await fetch(addressIn(html, /href="([^"]+\/t\/c\/[^"]+)"/), { redirect: 'manual' });
    },
    killN8n: async () => kill('n8n'),
    killLeadTracker: async () => kill('Lead Tracker'),
    workflows: (): { id: string; nodes: string[] }[] => {
      const { workflows } = JSON.parse(readFileSync(join(root, 'workflows', 'manifest.json'), 'utf8'));
      return workflows.map(({ slug, live }: { slug: string; live: string }) => {
        const { id, nodes } = JSON.parse(readFileSync(join(root, 'workflows', slug, `${live}.json`), 'utf8'));
        const named = nodes.filter(({ type }: { type: string }) => type !== 'n8n-nodes-base.stickyNote');
        return { id, nodes: named.map(({ name }: { name: string }) => name) };
      });
    },
    editWorkflow: n8n.edit,
    nodeNote: n8n.noteOf,
    /** Stops everything as Ctrl-C does and starts it again; answers with the exit code. */
    restart: async () => {
      const code = await system.stop();
      system = await launchSystem(root, place.env);
      return code;
    },
  };
}
