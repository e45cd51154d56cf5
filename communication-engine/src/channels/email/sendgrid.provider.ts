import { MailService } from '@sendgrid/mail';
import { z } from 'zod';
import type { Provider, RenderedMessage, Submission } from '../provider';
import { emailHeaders } from './headers';

interface SendGridOptions {
  apiKey: string;
  from: { name: string; email: string };
  now: () => Date;
}

const CONCURRENCY = 20;
const TIMEOUT_MS = 20_000;

/** Nobody heard us: the request never left. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** These are about the message; any other 4xx is about our key, our sender's address or our coming. */
const ABOUT_THE_MESSAGE = new Set([400, 413, 422]);
/** A gateway lost sight of what was behind it: SendGrid may have the message. */
const FROM_A_GATEWAY = new Set([502, 504]);

const off = { enable: false };

/** SendGrid's id of what it took. */
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

/** `Retry-After` in seconds, or the second at which SendGrid counts anew. */
function retryAfterMs({ response: { headers } }: Answered, now: Date): number | undefined {
  const after = z.coerce.number().positive().safeParse(headers['retry-after']);
  if (after.success) return after.data * 1_000;
  const reset = z.coerce.number().positive().safeParse(headers['x-ratelimit-reset']);
  return reset.success ? Math.max(0, reset.data * 1_000 - now.getTime()) : undefined;
}

/** SendGrid's own words may repeat the address, so only the fields they are about are kept. */
function reasonOf({ code, response }: Answered): string {
  const fields = response.body?.errors.flatMap(({ field }) => field ?? []) ?? [];
  return [`answered ${code}`, ...fields].join(' ');
}

function submissionOf(error: unknown, now: Date): Submission {
  const answered = Answered.safeParse(error);
  if (answered.success) {
    const reason = reasonOf(answered.data);
    const { code } = answered.data;
    if (ABOUT_THE_MESSAGE.has(code)) return { status: 'refused', reason };
    if (FROM_A_GATEWAY.has(code)) return { status: 'unknown', reason };
    const retry_after_ms = retryAfterMs(answered.data, now);
    return { status: 'deferred', reason, ...(retry_after_ms !== undefined && { retry_after_ms }) };
  }
  const unanswered = Unanswered.safeParse(error);
  if (!unanswered.success) throw error;
  const { code } = unanswered.data;
  if (NOT_REACHED.has(code)) return { status: 'deferred', reason: code };
  return { status: 'unknown', reason: `no answer to the message: ${code}` };
}

/** Twilio SendGrid's v3 mail API. Its own tracking is off: links and pixel are ours. */
export function createSendGridProvider({ apiKey, from, now }: SendGridOptions): Provider {
  // Not the module's ready-made client: that one is shared by the whole process.
  const mail = new MailService();
  mail.setApiKey(apiKey);
  mail.setTimeout(TIMEOUT_MS);

  const submit = async ({ id, to, subject, html, text, unsubscribe_url }: RenderedMessage): Promise<Submission> => {
    try {
      const [response] = await mail.send({
        from,
        to: { email: to.address, ...(to.name !== null && { name: to.name }) },
        subject,
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
