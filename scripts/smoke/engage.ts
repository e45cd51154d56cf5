import type { Launched } from '../system/launch.ts';
import type { Observer } from './observe.ts';

const addressIn = (html: string, pattern: RegExp): string => pattern.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

/** Opens one mail as a mail program does and clicks its link as a person does; answers whose mail it was. */
export async function engageWithOneMail({ addresses }: Launched, observer: Observer): Promise<string> {
  const mail = await observer.firstMail();
  const html = mail?.html ?? '';
  const pixel = addressIn(html, /src="([^"]+\/t\/o\/[^"]+)"/);
  const link = addressIn(html, /href="([^"]+\/t\/c\/[^"]+)"/);
  if (!pixel.startsWith(addresses.communicationEngine) || !link) throw new Error('the mail has no pixel or no link');
  await fetch(pixel);
  const clicked = await fetch(link, { redirect: 'manual' });
  if (clicked.status !== 302) throw new Error(`the link answered ${clicked.status} instead of leading on`);
  const [messageId = ''] = /^[^|]+\|([^|]+)/.exec(tokenOf(pixel))?.slice(1) ?? [];
  return observer.leadOfMessage(messageId);
}

/** The readable half of a tracking token. */
function tokenOf(url: string): string {
  const [payload = ''] = url.split('/').at(-1)?.split('.') ?? [];
  return Buffer.from(payload, 'base64url').toString('utf8');
}
