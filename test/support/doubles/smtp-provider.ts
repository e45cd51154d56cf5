import { createSmtpProvider } from '@lead-nurturing/communication-engine/channels/email/providers/smtp.provider';
import type { RenderedMessage } from '@lead-nurturing/communication-engine/channels/provider';
import { onFinish } from '../finish';

/** The provider for a server, without limit or queue. */
export function smtpProviderAt(url: string) {
  const from = { name: 'Acme News', email: 'news@acme.example' };
  const provider = createSmtpProvider({ url, from, monotonicNow: () => performance.now() });
  onFinish(provider.close);
  return provider;
}

export const rendered = (overrides: Partial<RenderedMessage> = {}): RenderedMessage => ({
  id: '0198-message',
  to: { address: 'ada@example.com', name: 'Ada' },
  subject: 'Grüße',
  html: '<p>Hello</p>',
  text: 'Hello',
  unsubscribe_url: 'https://mail.acme.example/unsubscribe/token',
  ...overrides,
});
