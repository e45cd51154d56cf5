import { Schema, type Connection } from 'mongoose';
import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { Demographics } from '@lead-nurturing/contracts/leads/person';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

export interface PersonDocument {
  _id: string;
  company_id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  preferred_channel: Channel | null;
  demographics: Demographics;
  timezone: string | null;
  locale: string | null;
  /** When what we know was true; an older record only fills gaps. */
  as_of: Date;
  created_at: Date;
  updated_at: Date;
}

const text = { type: String, required: true } as const;
const optional = { type: String, default: null } as const;
const time = { type: Date, required: true } as const;

const schema = defineSchema<PersonDocument>(
  {
    _id: text,
    company_id: text,
    name: optional,
    email: optional,
    phone: optional,
    preferred_channel: optional,
    demographics: { type: Schema.Types.Mixed, required: true },
    timezone: optional,
    locale: optional,
    as_of: time,
    created_at: time,
    updated_at: time,
  },
  [[{ company_id: 1, _id: 1 }]],
);

export const personModel = (connection: Connection) => connection.model<PersonDocument>('Person', schema, 'people');
