import type { Module } from '@lead-nurturing/service-kit/module';
import type { EngineConfig } from '../config';
import type { EngineKit } from '../engine-kit';
import { createSendGridProvider } from './email/providers/sendgrid.provider';
import { createSmtpProvider } from './email/providers/smtp.provider';
import type { Provider } from './provider';

/** Channels: the providers that messages are submitted to; for e-mail the one that the configuration names. */
export function createChannels(kit: EngineKit, config: EngineConfig): Module<{ email: Provider }> {
  const from = config.EMAIL_FROM;
  const email =
    config.EMAIL_PROVIDER === 'smtp'
      ? createSmtpProvider({ url: config.SMTP_URL, from, monotonicNow: kit.monotonicNow })
      : createSendGridProvider({ apiKey: config.SENDGRID_API_KEY, from, now: kit.clock.now });
  return { service: { email }, routes: [], workers: [] };
}
