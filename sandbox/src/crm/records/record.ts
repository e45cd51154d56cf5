import { z } from 'zod';

/** The CRM uses its own field names, like any external system; its readers translate them. */
export const Organization = z.strictObject({
  id: z.string(),
  name: z.string().min(1),
  /** The range of the number of employees, e.g. `51-200`. */
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

/** A stored login; its contact is looked up when the login is read. */
export const Login = z.strictObject({
  id: z.string(),
  occurred_at: z.iso.datetime(),
  contact_id: z.string(),
  product: z.string(),
});
export type Login = z.infer<typeof Login>;

/** A login in the API. */
export interface LoginEvent {
  id: string;
  occurred_at: string;
  product: string;
  contact: Omit<Contact, 'organization_id' | 'products'>;
  organization: Organization;
  trial_status?: string;
}
