import { z } from 'zod';
import { Channel } from '@lead-nurturing/contracts/common/channel';
import { Demographics } from '@lead-nurturing/contracts/leads/person';
import { defineModel } from '@lead-nurturing/service-kit/mongo/model';

/** A human, known by one or more identities within a company. */
export const PersonDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  preferred_channel: Channel.nullable(),
  demographics: Demographics,
  timezone: z.string().nullable(),
  locale: z.string().nullable(),
  /** The time of the newest record merged in. An older record only fills fields that are empty. */
  as_of: z.date(),
  created_at: z.date(),
  updated_at: z.date(),
});
export type PersonDocument = z.infer<typeof PersonDocument>;

export const personModel = defineModel('people', PersonDocument, [[{ company_id: 1, _id: 1 }]]);

/** One identifier of a person: an id of their CRM, an e-mail address or a phone number. */
export const IdentityDocument = z.object({
  _id: z.string(),
  company_id: z.string(),
  /** The system that issued the identifier; `any` for e-mail addresses and phone numbers. */
  source: z.string(),
  kind: z.enum(['crm_id', 'email', 'phone']),
  value: z.string(),
  person_id: z.string(),
});
export type IdentityDocument = z.infer<typeof IdentityDocument>;

export const identityModel = defineModel('identities', IdentityDocument, [
  [{ company_id: 1, source: 1, kind: 1, value: 1 }, { unique: true }],
  [{ company_id: 1, person_id: 1 }],
]);
