import { z } from 'zod';
import { Channel } from '../common/channel';
import { SingleLine, TrimmedLine } from '../common/text';

/**
 * Lower-cases A to Z alone. Unicode's lower-casing turns the Kelvin sign (U+212A) into `k`, and so the address of one
 * person into the address of another.
 */
const lowerCaseAscii = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** An e-mail address in ASCII, trimmed and in lower case. An internationalised domain is given in its `xn--` form. */
export const Email = z.string().trim().overwrite(lowerCaseAscii).pipe(z.email().max(254)).meta({
  description:
    'ASCII; an internationalised domain in its `xn--` form. Trimmed and lower-cased, so that one mailbox is one identity.',
  // Published for clients, which see the untrimmed input.
  format: 'email',
  maxLength: 254,
});

const PHONE = /^\(?\+?\(?(?:\d[\s()./-]*){5,}(?:(?:[Ee]xt\.?|[xX#])\s*\d{1,6})?$/;

/** A phone number as the caller writes it; the Lead Tracker normalises it. */
export const Phone = z
  .string()
  .trim()
  .max(32)
  .regex(PHONE, 'at least five digits, with the usual separators')
  .meta({ description: 'With its country code. A complete number is stored in E.164.' });

export const ContactInfo = z
  .strictObject({
    email: Email.optional(),
    phone: Phone.optional(),
    preferred_channel: Channel.optional().meta({ description: 'The channel that the person prefers.' }),
  })
  .meta({ description: 'Where the person can be reached.' });
export type ContactInfo = z.infer<typeof ContactInfo>;

export const Demographics = z
  .strictObject({
    job_title: SingleLine.max(200).optional().meta({ description: 'The position of the person.' }),
    company_size: SingleLine.max(50).optional().meta({ description: 'Any text, e.g. `51-200`.' }),
    industry: SingleLine.max(100).optional().meta({ description: 'Any text, e.g. `Logistics`.' }),
  })
  .meta({ description: 'The work of the person.' });
export type Demographics = z.infer<typeof Demographics>;

/** Names found valid before. A check takes 0.1 ms, which would slow down a batch of 500 logins by 50 ms. */
const timezones = new Set<string>();

/** `UTC`, `Europe/London`, `Etc/GMT+1`; not `+01:00`, which Node.js accepts as a time zone, too. */
const TIMEZONE_NAME = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

function isTimezone(name: string): boolean {
  if (timezones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  timezones.add(name);
  return true;
}

/** Fields of a person, independent of the product. */
export const PersonFields = z.strictObject({
  name: TrimmedLine.min(1)
    .max(200)
    .optional()
    .meta({ description: 'The full name. Templates get its first word as `lead.first_name`.' }),
  contact_info: ContactInfo.optional(),
  demographics: Demographics.optional(),
  timezone: z
    .string()
    .max(64)
    .regex(TIMEZONE_NAME, 'not the IANA name of a time zone')
    .refine(isTimezone, 'not the IANA name of a time zone')
    .optional()
    .meta({ description: 'The IANA name of a time zone that the service knows, e.g. `Europe/London`.' }),
  locale: SingleLine.max(35).optional().meta({ description: 'A language tag, e.g. `en-GB`.' }),
});
export type PersonFields = z.infer<typeof PersonFields>;
