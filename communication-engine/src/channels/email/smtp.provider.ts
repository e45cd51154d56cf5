import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { Provider, RenderedMessage, Submission } from '../provider';
import { emailHeaders } from './headers';

interface SmtpOptions {
  url: string;
  from: { name: string; email: string };
}

/** Connections kept open; more than servers like to see from one client gains little. */
const CONNECTIONS = 10;
const CONNECT_MS = 5_000;
const SILENCE_MS = 20_000;

/** What the server says to these is about the message; all else is about our coming or our login. */
const ABOUT_THE_MESSAGE = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/** Found out before anything was said: an address no server takes, a message larger than this one takes. */
const IMPOSSIBLE = new Set(['EENVELOPE', 'EMESSAGE']);

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

/** Any SMTP server: a relay, a provider's SMTP door, or the inbox of the sandbox. */
export function createSmtpProvider({ url, from }: SmtpOptions): Provider {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    // Whether to try again is decided by the queue, which knows what may already be with the server.
    maxRequeues: 0,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.email.split('@')[1] ?? 'localhost';
  const handedOver = new Set<string>();

  // The stream of a message is read when the server has asked for it (354), and ends when all of it is on its way.
  transport.use('stream', ({ message }, done) => {
    const id = message.messageId();
    message.processFunc((stream) => {
      stream.once('end', () => handedOver.add(id));
      return stream;
    });
    done();
  });

  return {
    name: 'smtp',
    channel: 'email',
    concurrency: CONNECTIONS,
    submit: async ({ id, to, subject, html, text, unsubscribe_url }: RenderedMessage) => {
      const messageId = `<${id}@${domain}>`;
      try {
        const info = await transport.sendMail({
          messageId,
          from: { name: from.name, address: from.email },
          to: { name: to.name ?? '', address: to.address },
          subject,
          text,
          ...(html !== null && { html }),
          headers: emailHeaders({ id, unsubscribe_url }),
        });
        return { status: 'submitted', provider_id: info.messageId };
      } catch (error) {
        return submissionOf(error, handedOver.has(messageId));
      } finally {
        handedOver.delete(messageId);
      }
    },
    close: async () => transport.close(),
  };
}
