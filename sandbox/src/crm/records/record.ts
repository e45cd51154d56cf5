import { z } from 'zod';

/** The CRM has its own words, as a foreign system does; whoever reads it translates. */
export const Organization = z.strictObject({
  id: z.string(),
  name: z.string().min(1),
  /** Employees, as a band: `51-200`. */
  size: z.string(),
  industry: z.string(),
});
export type Organization = z.infer<typeof Organization>;

const ProductUse = z.strictObject({ product: z.string().min(1), trial_status: z.string().optional() });

export const Contact = z.strictObject({
  id: z.string(),
  organization_id: z.string(),
  full_name: z.string().min(1),
  email: z.email(),
  phone: z.string(),
  title: z.string(),
  preferred_channel: z.enum(['email', 'whatsapp', 'chatbot']).optional(),
  timezone: z.string(),
  locale: z.string(),
  products: z.array(ProductUse),
});
export type Contact = z.infer<typeof Contact>;

/** A login as it is kept: who it was is looked up when it is read. */
export const Login = z.strictObject({
  id: z.string(),
  occurred_at: z.iso.datetime(),
  contact_id: z.string(),
  product: z.string(),
});
export type Login = z.infer<typeof Login>;

/** A login as the API tells it. */
export interface LoginEvent {
  id: string;
  occurred_at: string;
  product: string;
  contact: Omit<Contact, 'organization_id' | 'products'>;
  organization: Organization;
  trial_status?: string;
}
