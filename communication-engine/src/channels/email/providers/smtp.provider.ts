import MailComposer from 'nodemailer/lib/mail-composer';
import { z } from 'zod';
import type { Provider, RenderedMessage, Submission } from '../../provider';
import { emailHeaders, singleLine } from '../render';
import { command, createSmtpPool, type Connection } from './smtp.pool';

interface SmtpOptions {
  url: string;
  from: { name: string; email: string };
  /** Milliseconds that never go back, as of `performance.now`. */
  monotonicNow: () => number;
}

/** Connections open at once; servers limit the connections of one client, and more would gain little. */
const CONNECTIONS = 10;

/** Errors of these commands are about the message; errors of others are about the connection or the login. */
const MESSAGE_COMMANDS = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** Errors before the first command: an invalid address, or a message larger than the server accepts. */
const IMPOSSIBLE = new Set(['EENVELOPE', 'EMESSAGE']);

/** The server is about to close the connection. */
const SERVICE_CLOSING = 421;

const Failure = z.object({
  code: z.string().default('no code'),
  command: z.string().default(''),
  response: z.string().default(''),
  responseCode: z.number().optional(),
  permanent: z.boolean().default(false),
});

/** `RCPT TO answered 550 5.1.1`: codes only, because the text after them may repeat the address. */
const answerOf = (command: string, response: string) =>
  `${command} answered ${/^\d{3}([ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response)?.[0] ?? 'an invalid reply'}`;

/** What became of a failed submission. After the whole message was transmitted, a lost connection means `unknown`. */
function submissionOf(error: unknown, transmitted: boolean): Submission {
  const { code, command, response, responseCode, permanent } = Failure.parse(error);
  if (responseCode === undefined) {
    if (transmitted) return { status: 'unknown', reason: `no answer to the message: ${code}` };
    return { status: IMPOSSIBLE.has(code) ? 'refused' : 'deferred', reason: code };
  }
  const refused = permanent && MESSAGE_COMMANDS.has(command);
  return { status: refused ? 'refused' : 'deferred', reason: answerOf(command, response) };
}

/** Whether the connection can be used for another message after this error. */
const isUsable = (error: unknown): boolean => {
  const { code, responseCode } = Failure.parse(error);
  return responseCode === undefined ? IMPOSSIBLE.has(code) : responseCode !== SERVICE_CLOSING;
};

/** Sends through any SMTP server: a relay, a provider's SMTP endpoint, or the inbox of the sandbox. */
export function createSmtpProvider({ url, from, monotonicNow }: SmtpOptions): Provider {
  const pool = createSmtpPool(url, monotonicNow);
  const domain = from.email.split('@')[1] ?? 'localhost';

  const compose = ({ id, to, subject, html, text, unsubscribe_url }: RenderedMessage) =>
    new MailComposer({
      messageId: `<${id}@${domain}>`,
      from: { name: singleLine(from.name), address: from.email },
      to: { name: singleLine(to.name ?? ''), address: to.address },
      subject: singleLine(subject),
      text,
      ...(html !== null && { html }),
      headers: emailHeaders({ id, unsubscribe_url }),
      disableFileAccess: true,
      disableUrlAccess: true,
    }).compile();

  const submit = async (connection: Connection, mail: ReturnType<typeof compose>): Promise<Submission> => {
    const content = mail.createReadStream();
    let transmitted = false;
    // The stream is read after the server's 354, and ends when all of it was given to the socket.
    content.once('end', () => (transmitted = true));
    try {
      await command(connection, (answered) => connection.send(mail.getEnvelope(), content, answered));
      pool.release(connection, 'a message');
      return { status: 'submitted', provider_id: mail.messageId() };
    } catch (error) {
      if (isUsable(error)) pool.release(connection, 'a refusal');
      else connection.close();
      return submissionOf(error, transmitted);
    }
  };

  return {
    name: 'smtp',
    channel: 'email',
    concurrency: CONNECTIONS,
    prepare: async (message) => {
      try {
        const mail = compose(message);
        const connection = await pool.take();
        let needed = true;
        const release = () => {
          if (needed) pool.release(connection, 'nothing');
          needed = false;
        };
        const submitOnce = () => {
          needed = false;
          return submit(connection, mail);
        };
        return { status: 'ready', submit: submitOnce, release };
      } catch (error) {
        return submissionOf(error, false);
      }
    },
    close: async () => pool.close(),
  };
}
