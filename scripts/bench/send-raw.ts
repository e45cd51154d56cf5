import { createTransport } from 'nodemailer';
import type { MailSink } from './mail-sink.ts';
import { requests, template } from './mails.ts';

/** The engine's pool has as many connections. */
const CONNECTIONS = 10;

/** Messages per second of the bare mailer, which neither renders nor stores nor limits. */
export async function sendRaw(sink: MailSink, count: number): Promise<number> {
  const transport = createTransport({ url: sink.url, pool: true, maxConnections: CONNECTIONS, maxMessages: Infinity });
  const began = performance.now();
  const arrived = sink.until(count);
  await Promise.all(
    requests(count).map(({ recipient: { email }, variables: { lead } }) =>
      transport.sendMail({
        from: 'Bench <bench@example.com>',
        to: email,
        subject: `Hello ${lead.name}`,
        html: template.html,
        text: template.html,
      }),
    ),
  );
  await arrived;
  transport.close();
  return count / ((performance.now() - began) / 1_000);
}
