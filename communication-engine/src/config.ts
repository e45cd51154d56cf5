import { z } from 'zod';
import { ServiceConfig } from '@lead-nurturing/service-kit/runtime/config';

/** `Name <address>`, with or without quotes around the name. */
const NAMED_ADDRESS = /^\s*"?([^"<>]+?)"?\s*<([^<>\s]+)>\s*$/;

/** Not stricter than nodemailer: user and password may contain any character. */
const SMTP_HOST = /^\w+:\/\/(.*@)?([^\s@:/?#[\]]+|\[[\da-f:.]+\])(:\d+)?([/?#][^@]*)?$/i;

export const Sender = z
  .string()
  .regex(NAMED_ADDRESS, 'must look like Name <address>')
  .transform((written) => {
    const [, name, email] = NAMED_ADDRESS.exec(written) ?? [];
    return { name, email };
  })
  .pipe(z.object({ name: z.string(), email: z.email('must hold an e-mail address') }));
export type Sender = z.infer<typeof Sender>;

const provider = z.discriminatedUnion(
  'EMAIL_PROVIDER',
  [
    z.object({
      EMAIL_PROVIDER: z.literal('smtp'),
      SMTP_URL: z
        .string('needed when EMAIL_PROVIDER is smtp')
        .regex(/^smtps?:\/\//, 'must start with smtp:// or smtps://')
        .regex(SMTP_HOST, 'must name a host, as in smtp://mail.example.com:587'),
    }),
    z.object({
      EMAIL_PROVIDER: z.literal('sendgrid'),
      SENDGRID_API_KEY: z.string('needed when EMAIL_PROVIDER is sendgrid').min(1),
    }),
  ],
  { error: 'must be smtp or sendgrid' },
);

export const EngineConfig = ServiceConfig.extend({
  /** The address of this service in links, pixels and unsubscribe addresses. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
    .transform((url) => url.replace(/\/+$/, '')),
  /** Signs the tokens in these addresses. A new value invalidates the links of all sent messages. */
  TRACKING_SECRET: z.string().min(32, 'at least 32 characters'),
  EMAIL_FROM: Sender,
  /** Messages per second, over all instances. */
  EMAIL_RATE_LIMIT: z.coerce.number().int().min(1).max(10_000).default(10),
}).and(provider);
export type EngineConfig = z.infer<typeof EngineConfig>;
