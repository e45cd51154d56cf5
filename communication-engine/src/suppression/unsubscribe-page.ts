import { escapeHtml, htmlPage } from '../html-page';

/** Enough for its owner to know it, too little for anybody else (a forwarded mail carries its links along). */
export function maskedEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
}

interface About {
  sender: string;
  email: string;
}

/** Asking changes nothing; only the button does. It posts to the page's own address. */
export const askToUnsubscribe = ({ sender, email }: About) =>
  htmlPage(200, {
    title: 'Unsubscribe?',
    body: `<p>You will get no more e-mails from ${escapeHtml(sender)} at <strong>${escapeHtml(maskedEmail(email))}</strong>.</p>
      <form method="post"><button type="submit">Unsubscribe</button></form>
      <p class="soft">Changed your mind? Just close this page; nothing happens.</p>`,
  });

export const unsubscribed = ({ sender, email }: About) =>
  htmlPage(200, {
    title: 'You are unsubscribed',
    body: `<p role="status">${escapeHtml(sender)} will not write to <strong>${escapeHtml(maskedEmail(email))}</strong> again.</p>
      <p class="soft">An e-mail that was already on its way may still arrive.</p>`,
  });
