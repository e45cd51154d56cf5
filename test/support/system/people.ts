import type { DeadLetter } from '@lead-nurturing/contracts/common/dead-letter';
import type { Lead } from '@lead-nurturing/contracts/leads/lead';
import type { Message } from '@lead-nurturing/contracts/messages/message';

export interface Mail {
  html: string;
  headers: Record<string, string>;
  to: { address: string }[];
}

interface Contact {
  id: string;
  email: string;
  full_name: string;
  phone: string;
}

interface Snapshot {
  contacts: Contact[];
  sha256: string;
}

interface System {
  addresses: { leadTracker: string; communicationEngine: string; crm: string; inbox: string };
  secrets: { lead_tracker_api_key: string; communication_engine_api_key: string };
}

const PRODUCT = 'analytics-suite';

const read = async <Answer>(url: string, headers: Record<string, string> = {}): Promise<Answer> =>
  (await fetch(url, { headers })).json() as Promise<Answer>;

const addressIn = (html: string, pattern: RegExp) => pattern.exec(html)![1]!.replaceAll('&amp;', '&');

/** Actions of people of the sandbox CRM in a running system, and reads of the results. */
export function people({ addresses, secrets }: System) {
  const tracker = <Answer>(path: string) =>
    read<Answer>(`${addresses.leadTracker}${path}`, { 'x-api-key': secrets.lead_tracker_api_key });
  const engine = <Answer>(path: string) =>
    read<Answer>(`${addresses.communicationEngine}${path}`, { 'x-api-key': secrets.communication_engine_api_key });
  const snapshot = () => read<Snapshot>(`${addresses.crm}/sandbox/snapshot`);
  const mailsTo = async (address: string): Promise<Mail[]> => {
    const mails = await read<Mail[]>(`${addresses.inbox}/api/email`);
    return mails.filter(({ to }) => to.some((recipient) => recipient.address === address));
  };
  return {
    contacts: async (): Promise<Contact[]> => (await snapshot()).contacts,
    contact: async (index: number): Promise<Contact> => (await snapshot()).contacts[index]!,
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
      if (!mail) throw new Error(`no e-mail to that address yet`);
      return mail;
    },
    leadOf: async ({ headers }: Mail) => {
      const message = await engine<Message>(`/messages/${headers['x-lead-nurturing-message-id']}/status`);
      return tracker<Lead>(`/leads/${message.lead_id}`);
    },
    openAndClick: async ({ html }: Mail) => {
      await fetch(addressIn(html, /src="([^"]+\/t\/o\/[^"]+)"/));
      await fetch(addressIn(html, /href="([^"]+\/t\/c\/[^"]+)"/), { redirect: 'manual' });
    },
    deadLetters: async () => (await tracker<{ items: DeadLetter[] }>('/dead-letters')).items,
  };
}
