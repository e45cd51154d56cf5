import { z } from 'zod';
import type { Launched } from '../system/launch.ts';
import type { Observer } from './observe.ts';

export const LOGINS = 25;
/** The number of people who log in three times, which makes their leads Engaged_Leads; the others log in once. */
export const FREQUENT_PEOPLE = 5;
const TIMES = 3;
const PRODUCT = 'analytics-suite';

const Snapshot = z.object({ contacts: z.array(z.object({ id: z.string() })) });

/** Makes people log in to the sandbox CRM and answers the number of people. */
export async function sendLogins(crm: string): Promise<number> {
  const snapshot = Snapshot.parse(await (await fetch(`${crm}/sandbox/snapshot`)).json());
  const others = LOGINS - FREQUENT_PEOPLE * TIMES;
  const people = snapshot.contacts.slice(0, FREQUENT_PEOPLE + others);
  for (const [index, { id: contact_id }] of people.entries()) {
    const body = { contact_id, product: PRODUCT, count: index < FREQUENT_PEOPLE ? TIMES : 1 };
    const response = await fetch(`${crm}/sandbox/logins`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`the CRM answered ${response.status}: ${await response.text()}`);
  }
  return people.length;
}

const addressIn = (html: string, pattern: RegExp): string => pattern.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

/** Loads the tracking pixel of one e-mail, follows the tracked link in it and answers the id of its lead. */
export async function engageWithOneMail({ addresses }: Launched, observer: Observer): Promise<string> {
  const mail = await observer.firstMail();
  const html = mail?.html ?? '';
  const pixel = addressIn(html, /src="([^"]+\/t\/o\/[^"]+)"/);
  const link = addressIn(html, /href="([^"]+\/t\/c\/[^"]+)"/);
  if (!pixel.startsWith(addresses.communicationEngine) || !link)
    throw new Error('the e-mail has no tracking pixel or no tracked link');
  await fetch(pixel);
  const clicked = await fetch(link, { redirect: 'manual' });
  if (clicked.status !== 302) throw new Error(`the link answered ${clicked.status} instead of 302`);
  const [messageId = ''] = /^[^|]+\|([^|]+)/.exec(tokenOf(pixel))?.slice(1) ?? [];
  return observer.leadOfMessage(messageId);
}

/** The payload of a tracking token. */
function tokenOf(url: string): string {
  const [payload = ''] = url.split('/').at(-1)?.split('.') ?? [];
  return Buffer.from(payload, 'base64url').toString('utf8');
}
