import type { Page } from '@lead-nurturing/service-kit/http/page';
import { escapeHtml, htmlPage, notFoundPage } from '../html-page';
import type { UnsubscribeService } from './unsubscribe.service';

/** The address as its owner recognises it. Others may see the page, because a forwarded e-mail contains its links. */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
}

interface About {
  sender: string;
  email: string;
}

/** Asks for confirmation. Loading the page changes nothing; its button posts to the address of the page. */
const confirmPage = ({ sender, email }: About) =>
  htmlPage(200, {
    title: 'Unsubscribe?',
    body: `<p>You will get no more e-mails from ${escapeHtml(sender)} at <strong>${escapeHtml(maskedEmail(email))}</strong>.</p>
      <form method="post"><button type="submit">Unsubscribe</button></form>
      <p class="soft">Changed your mind? Just close this page; nothing happens.</p>`,
  });

const donePage = ({ sender, email }: About) =>
  htmlPage(200, {
    title: 'You are unsubscribed',
    body: `<p role="status">${escapeHtml(sender)} will not write to <strong>${escapeHtml(maskedEmail(email))}</strong> again.</p>
      <p class="soft">An e-mail that was already on its way may still arrive.</p>`,
  });

const path = '/unsubscribe/:token';
const answers = { 200: 'A page', 404: 'Not a valid link' };

/** `sender` is the name that the pages call the company by. */
export const unsubscribePages = (unsubscribing: UnsubscribeService, sender: string): Page[] => [
  {
    method: 'get',
    path,
    operationId: 'askToUnsubscribe',
    summary: 'Ask for confirmation to unsubscribe; changes nothing',
    answers,
    handle: async ({ params }) => {
      const email = await unsubscribing.addressOf(params.token ?? '');
      return email === null ? notFoundPage : confirmPage({ sender, email });
    },
  },
  {
    method: 'post',
    path,
    operationId: 'unsubscribe',
    summary: "Unsubscribe, by the page's button or a mail program's one click (RFC 8058)",
    answers,
    handle: async ({ params }) => {
      const email = await unsubscribing.unsubscribe(params.token ?? '');
      return email === null ? notFoundPage : donePage({ sender, email });
    },
  },
];
