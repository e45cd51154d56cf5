import { Schema, type Connection } from 'mongoose';
import type { Channel } from '@lead-nurturing/contracts/common/channel';
import { defineSchema } from '@lead-nurturing/service-kit/mongo/schema';

/** The latest version; a message keeps what it was rendered to, so that no earlier one is needed. */
export interface TemplateDocument {
  _id: string;
  company_id: string;
  template_id: string;
  version: number;
  channel: Channel;
  name: string;
  subject: string | null;
  html: string | null;
  text: string | null;
  defaults: Record<string, unknown>;
  created_at: Date;
  updated_at: Date;
}

const text = { type: String, required: true } as const;
const time = { type: Date, required: true } as const;

const schema = defineSchema<TemplateDocument>(
  {
    _id: text,
    company_id: text,
    template_id: text,
    version: { type: Number, required: true },
    channel: text,
    name: text,
    subject: { type: String, default: null },
    html: { type: String, default: null },
    text: { type: String, default: null },
    defaults: { type: Schema.Types.Mixed, required: true },
    created_at: time,
    updated_at: time,
  },
  [[{ company_id: 1, template_id: 1 }, { unique: true }]],
);

export const templateModel = (connection: Connection) =>
  connection.model<TemplateDocument>('Template', schema, 'templates');
