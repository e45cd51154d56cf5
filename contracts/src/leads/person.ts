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

/** Kept as written here; the Lead Tracker normalises it. */
export const Phone = z
  .string()
  .trim()
  .max(32)
  .regex(PHONE, 'at least five digits, with the usual separators')
  .meta({ description: 'With its country code; the Lead Tracker makes E.164 of it where the number allows it.' });

export const ContactInfo = z
  .strictObject({
    email: Email.optional(),
    phone: Phone.optional(),
    preferred_channel: Channel.optional().meta({ description: 'The channel they would rather be written to on.' }),
  })
  .meta({ description: 'Where the person can be reached.' });
export type ContactInfo = z.infer<typeof ContactInfo>;

export const Demographics = z
  .strictObject({
    job_title: SingleLine.max(200).optional().meta({ description: 'What they are where they work.' }),
    company_size: SingleLine.max(50).optional().meta({ description: 'In words, e.g. `51-200`.' }),
    industry: SingleLine.max(100).optional().meta({ description: 'In words, e.g. `Logistics`.' }),
  })
  .meta({ description: 'What is known of their work.' });
export type Demographics = z.infer<typeof Demographics>;

/** Known ones: to ask takes a tenth of a millisecond, which a batch of logins would feel. */
const timezones = new Set<string>();

/** `UTC`, `Europe/London`, `Etc/GMT+1`; not `+01:00`, which Node also takes for a time zone. */
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

/** What is known of a human, whichever product they use. */
export const PersonFields = z.strictObject({
  name: TrimmedLine.min(1)
    .max(200)
    .optional()
    .meta({ description: 'In full; templates greet by its first word (`lead.first_name`).' }),
  contact_info: ContactInfo.optional(),
  demographics: Demographics.optional(),
  timezone: z
    .string()
    .max(64)
    .regex(TIMEZONE_NAME, 'no time zone by its IANA name')
    .refine(isTimezone, 'no time zone by its IANA name')
    .optional()
    .meta({ description: 'The IANA name of a time zone that the service knows, e.g. `Europe/London`.' }),
  locale: SingleLine.max(35).optional().meta({ description: 'As a language tag, e.g. `en-GB`.' }),
});
export type PersonFields = z.infer<typeof PersonFields>;
