import type { LoginRecord } from '@lead-nurturing/contracts/ingestion';
import type { IDataObject } from 'n8n-workflow';
import { given, isObject, unlessEmpty } from '../shared/json';

/** The shape of a login record, its values still unjudged. */
type Unjudged<Shape> = { [Name in keyof Shape]?: unknown };

const part = (value: unknown): IDataObject => (isObject(value) ? value : {});

/** A CRM counts employees; the contract takes a size in words. */
const inWords = (size: unknown): unknown => (typeof size === 'number' ? String(size) : size);

/**
 * The CRM's login event in the words of the contract. It never throws and judges nothing: what it finds it passes on,
 * so that the Lead Tracker quarantines a malformed record with its reason and takes the others.
 */
export function toLoginRecord(event: unknown): unknown {
  if (!isObject(event)) return event;
  const contact = part(event.contact);
  const organization = part(event.organization);
  const record: Unjudged<LoginRecord> = {
    login_id: event.id,
    occurred_at: event.occurred_at,
    product_id: event.product,
    user: unlessEmpty(toUser(contact, organization)),
    organization: unlessEmpty(given({ id: organization.id, name: organization.name })),
    trial_status: event.trial_status,
  };
  return given(record);
}

function toUser(contact: IDataObject, organization: IDataObject): Unjudged<LoginRecord['user']> {
  const { email, phone, preferred_channel } = contact;
  const demographics = {
    job_title: contact.title,
    company_size: inWords(organization.size),
    industry: organization.industry,
  };
  return given({
    crm_user_id: contact.id,
    name: contact.full_name,
    contact_info: unlessEmpty(given({ email, phone, preferred_channel })),
    demographics: unlessEmpty(given(demographics)),
    timezone: contact.timezone,
    locale: contact.locale,
  });
}
