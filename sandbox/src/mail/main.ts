import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { Port, readEnv } from '../env';
import { giveUp, onSignal, say } from '../process';

const Env = z.object({
  MAIL_SMTP_PORT: Port.default(1025),
  MAIL_WEB_PORT: Port.default(1080),
  /** Where mails outlive the process. */
  MAIL_DIR: z.string(),
});

/** The oldest mails make room: the inbox starts by reading all it kept, and has to be quick about it. */
const KEPT = 2_000;

/** Senders keep their connections open; a mail that was taken is on disk already. */
const STOP_WITHIN_MS = 1_000;

async function main(): Promise<void> {
  const env = readEnv(Env, process.env);
  const { MailDev } = await import('maildev');
  const mailDev = new MailDev({
    smtp: env.MAIL_SMTP_PORT,
    ip: '127.0.0.1',
    web: env.MAIL_WEB_PORT,
    webIp: '127.0.0.1',
    mailDirectory: env.MAIL_DIR,
    maxEmails: KEPT,
    silent: true,
  });
  const { smtp, api } = await mailDev
    .start()
    .catch((error: unknown) => giveUp(error, { MAIL_SMTP_PORT: env.MAIL_SMTP_PORT, MAIL_WEB_PORT: env.MAIL_WEB_PORT }));
  onSignal(() => Promise.race([mailDev.stop(), wait(STOP_WITHIN_MS)]));
  say({ msg: 'listening', smtp_port: smtp.getPort(), web_port: api?.getPort() ?? env.MAIL_WEB_PORT });
}

void main();
