import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { exitWith, log, onSignal, Port, readEnv } from '../process';

const Env = z.object({
  MAIL_SMTP_PORT: Port.default(1025),
  MAIL_WEB_PORT: Port.default(1080),
  /** The folder that stores the mails. */
  MAIL_DIR: z.string(),
});

/** The oldest mails above this number are deleted, because the inbox reads all stored mails when it starts. */
const MAX_MAILS = 2_000;

/** Open connections of senders are cut after this time; every accepted mail is already on disk. */
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
    maxEmails: MAX_MAILS,
    silent: true,
  });
  const { smtp, api } = await mailDev
    .start()
    .catch((error: unknown) =>
      exitWith(error, { MAIL_SMTP_PORT: env.MAIL_SMTP_PORT, MAIL_WEB_PORT: env.MAIL_WEB_PORT }),
    );
  onSignal(() => Promise.race([mailDev.stop(), wait(STOP_WITHIN_MS)]));
  log({ msg: 'listening', smtp_port: smtp.getPort(), web_port: api?.getPort() ?? env.MAIL_WEB_PORT });
}

void main();
