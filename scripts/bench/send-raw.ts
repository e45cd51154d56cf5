import { createTransport } from 'nodemailer';
import type { MailSink } from './mail-sink.ts';
import { requests, template } from './mails.ts';

/** As many as the engine's. */
const LINES = 10;

/** Messages a second by the bare mailer, which renders, stores and limits nothing. */
export async function sendRaw(sink: MailSink, count: number): Promise<number> {
  const transport = createTransport({ url: sink.url, pool: true, maxConnections: LINES, maxMessages: Infinity });
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
