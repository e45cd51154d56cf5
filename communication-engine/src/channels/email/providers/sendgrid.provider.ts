import { MailService } from '@sendgrid/mail';
import { z } from 'zod';
import type { Provider, RenderedMessage, Submission } from '../../provider';
import { emailHeaders, singleLine } from '../render';

interface SendGridOptions {
  apiKey: string;
  from: { name: string; email: string };
  now: () => Date;
}

const CONCURRENCY = 20;
const TIMEOUT_MS = 20_000;

/** The request was not sent, so SendGrid does not have the message. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Errors about the message; any other 4xx is about the API key, the sender's address or the rate. */
const MESSAGE_ERRORS = new Set([400, 413, 422]);
/** A gateway got no answer from the servers behind it, which may have the message. */
const GATEWAY_ERRORS = new Set([502, 504]);

const off = { enable: false };

/** SendGrid's id of the accepted message. */
const Accepted = z.object({ 'x-message-id': z.string() });
const Answered = z.object({
  code: z.number(),
  response: z.object({
    headers: z.object({ 'retry-after': z.unknown().optional(), 'x-ratelimit-reset': z.unknown().optional() }),
    body: z
      .object({ errors: z.array(z.object({ field: z.string().nullish() })) })
      .nullish()
      .catch(null),
  }),
});
type Answered = z.infer<typeof Answered>;
const Unanswered = z.object({ code: z.string() });

/** From `Retry-After` (seconds) or `X-RateLimit-Reset` (the second at which a new window begins). */
function retryAfterMs({ response: { headers } }: Answered, now: Date): number | undefined {
  const after = z.coerce.number().positive().safeParse(headers['retry-after']);
  if (after.success) return after.data * 1_000;
  const reset = z.coerce.number().positive().safeParse(headers['x-ratelimit-reset']);
  return reset.success ? Math.max(0, reset.data * 1_000 - now.getTime()) : undefined;
}

/** The code and the names of the wrong fields; SendGrid's text is left out, because it may repeat the address. */
function reasonOf({ code, response }: Answered): string {
  const fields = response.body?.errors.flatMap(({ field }) => field ?? []) ?? [];
  return [`answered ${code}`, ...fields].join(' ');
}

function submissionOf(error: unknown, now: Date): Submission {
  const answered = Answered.safeParse(error);
  if (answered.success) {
    const reason = reasonOf(answered.data);
    const { code } = answered.data;
    if (MESSAGE_ERRORS.has(code)) return { status: 'refused', reason };
    if (GATEWAY_ERRORS.has(code)) return { status: 'unknown', reason };
    const retry_after_ms = retryAfterMs(answered.data, now);
    return { status: 'deferred', reason, ...(retry_after_ms !== undefined && { retry_after_ms }) };
  }
  const unanswered = Unanswered.safeParse(error);
  if (!unanswered.success) throw error;
  const { code } = unanswered.data;
  if (NOT_REACHED.has(code)) return { status: 'deferred', reason: code };
  return { status: 'unknown', reason: `no answer to the message: ${code}` };
}

/** Sends through Twilio SendGrid's v3 mail API. SendGrid's tracking is off, because the engine tracks by itself. */
export function createSendGridProvider({ apiKey, from, now }: SendGridOptions): Provider {
  // A client of its own, because the module's default client is shared by the whole process.
  const mail = new MailService();
  mail.setApiKey(apiKey);
  mail.setTimeout(TIMEOUT_MS);

  const submit = async ({ id, to, subject, html, text, unsubscribe_url }: RenderedMessage): Promise<Submission> => {
    try {
      const [response] = await mail.send({
        from: { ...from, name: singleLine(from.name) },
        to: { email: to.address, ...(to.name !== null && { name: singleLine(to.name) }) },
        subject: singleLine(subject),
        content: [{ type: 'text/plain', value: text }, ...(html === null ? [] : [{ type: 'text/html', value: html }])],
        headers: emailHeaders({ id, unsubscribe_url }),
        customArgs: { message_id: id },
        mailSettings: { footer: off, sandboxMode: off },
        trackingSettings: {
          clickTracking: { ...off, enableText: false },
          openTracking: off,
          subscriptionTracking: off,
          ganalytics: off,
        },
      });
      return { status: 'submitted', provider_id: Accepted.safeParse(response.headers).data?.['x-message-id'] ?? id };
    } catch (error) {
      return submissionOf(error, now());
    }
  };

  return {
    name: 'sendgrid',
    channel: 'email',
    concurrency: CONCURRENCY,
    prepare: async (message) => ({ status: 'ready', submit: () => submit(message), release: () => undefined }),
    close: async () => undefined,
  };
}
