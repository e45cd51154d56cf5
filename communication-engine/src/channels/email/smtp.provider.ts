import MailComposer from 'nodemailer/lib/mail-composer';
import { z } from 'zod';
import type { Provider, RenderedMessage, Submission } from '../provider';
import { emailHeaders } from './headers';
import { command, createSmtpPool, type Line } from './smtp.pool';

interface SmtpOptions {
  url: string;
  from: { name: string; email: string };
  /** Milliseconds that only ever go forward, as `performance.now`. */
  monotonicNow: () => number;
}

/** Lines open at once; more than servers like to see from one client gains little. */
const CONNECTIONS = 10;

/** What the server says to these is about the message; all else is about our coming or our login. */
const ABOUT_THE_MESSAGE = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** Found out before anything was said: an address no server takes, a message larger than this one takes. */
const IMPOSSIBLE = new Set(['EENVELOPE', 'EMESSAGE']);

/** Said by a server that is about to hang up. */
const GOODBYE = 421;

const Failure = z.object({
  code: z.string().default('no code'),
  command: z.string().default(''),
  response: z.string().default(''),
  responseCode: z.number().optional(),
  permanent: z.boolean().default(false),
});

/** `RCPT TO answered 550 5.1.1`: the codes, for the words after them may repeat the address. */
const answerOf = (command: string, response: string) =>
  `${command} answered ${/^\d{3}([ -]\d\.\d{1,3}\.\d{1,3})?/.exec(response)?.[0] ?? 'nonsense'}`;

/** What a failed hand-over means. A broken line is harmless only as long as the message had not all gone out. */
function submissionOf(error: unknown, handedOver: boolean): Submission {
  const { code, command, response, responseCode, permanent } = Failure.parse(error);
  if (responseCode === undefined) {
    if (handedOver) return { status: 'unknown', reason: `no answer to the message: ${code}` };
    return { status: IMPOSSIBLE.has(code) ? 'refused' : 'deferred', reason: code };
  }
  const refused = permanent && ABOUT_THE_MESSAGE.has(command);
  return { status: refused ? 'refused' : 'deferred', reason: answerOf(command, response) };
}

/** After a clear answer about the message, the server listens to the next one. */
const isUsable = (error: unknown): boolean => {
  const { code, responseCode } = Failure.parse(error);
  return responseCode === undefined ? IMPOSSIBLE.has(code) : responseCode !== GOODBYE;
};

/** Any SMTP server: a relay, a provider's SMTP door, or the inbox of the sandbox. */
export function createSmtpProvider({ url, from, monotonicNow }: SmtpOptions): Provider {
  const pool = createSmtpPool(url, monotonicNow);
  const domain = from.email.split('@')[1] ?? 'localhost';

  const compose = ({ id, to, subject, html, text, unsubscribe_url }: RenderedMessage) =>
    new MailComposer({
      messageId: `<${id}@${domain}>`,
      from: { name: from.name, address: from.email },
      to: { name: to.name ?? '', address: to.address },
      subject,
      text,
      ...(html !== null && { html }),
      headers: emailHeaders({ id, unsubscribe_url }),
      disableFileAccess: true,
      disableUrlAccess: true,
    }).compile();

  const submit = async (line: Line, mail: ReturnType<typeof compose>): Promise<Submission> => {
    const content = mail.createReadStream();
    let handedOver = false;
    // It is read when the server has asked for it (354), and ends when all of it is on its way.
    content.once('end', () => (handedOver = true));
    try {
      await command(line, (answered) => line.send(mail.getEnvelope(), content, answered));
      pool.release(line, 'a message');
      return { status: 'submitted', provider_id: mail.messageId() };
    } catch (error) {
      if (isUsable(error)) pool.release(line, 'a refusal');
      else line.close();
      return submissionOf(error, handedOver);
    }
  };

  return {
    name: 'smtp',
    channel: 'email',
    concurrency: CONNECTIONS,
    prepare: async (message) => {
      try {
        const mail = compose(message);
        const line = await pool.take();
        let needed = true;
        const release = () => {
          if (needed) pool.release(line, 'nothing');
          needed = false;
        };
        const submitIt = () => {
          needed = false;
          return submit(line, mail);
        };
        return { status: 'ready', submit: submitIt, release };
      } catch (error) {
        return submissionOf(error, false);
      }
    },
    close: async () => pool.close(),
  };
}
