import { z } from 'zod';
import { Channel } from './channel';

/** Lower-cased and trimmed, so that one mailbox is one identity. */
export const Email = z.string().trim().toLowerCase().pipe(z.email().max(254));

/** Kept as written here; the Lead Tracker normalises it to E.164 where the number allows it. */
export const Phone = z.string().trim().min(5).max(32);

export const ContactInfo = z.strictObject({
  email: Email.optional(),
  phone: Phone.optional(),
  preferred_channel: Channel.optional(),
});
export type ContactInfo = z.infer<typeof ContactInfo>;

export const Demographics = z.strictObject({
  job_title: z.string().max(200).optional(),
  company_size: z.string().max(50).optional(),
  industry: z.string().max(100).optional(),
});
export type Demographics = z.infer<typeof Demographics>;

/** What is known of a human, whichever product they use. */
export const PersonFields = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  contact_info: ContactInfo.optional(),
  demographics: Demographics.optional(),
  timezone: z.string().max(64).optional(),
  locale: z.string().max(35).optional(),
});
export type PersonFields = z.infer<typeof PersonFields>;
