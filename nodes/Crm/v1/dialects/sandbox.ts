import type { LoginRecord } from '@lead-nurturing/contracts/ingestion/ingestion';
import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';
import { given, isObject, unlessEmpty } from '../../../shared/json';

/**
 * What belongs to the API of the sandbox CRM alone: its paths, its pages and the fields of a login event. Another CRM is
 * another file of this folder.
 */
export const paths = {
  loginEvents: '/api/v1/login-events',
  contacts: '/api/v1/contacts',
  organizations: '/api/v1/organizations',
};

/** Maximum records on one page. */
export const PAGE_SIZE = 500;

/** One path segment other than `.` and `..`. */
const ID = '(?!\\.{1,2}$)[^/?#]+';

const READABLE = [
  new RegExp(`^${paths.loginEvents}$`),
  new RegExp(`^${paths.contacts}(/${ID})?$`),
  new RegExp(`^${paths.organizations}(/${ID})?$`),
];

/** Whether the request only reads: a GET of one of the paths above. The node sends no other request to a CRM. */
export const onlyReads = (method: IHttpRequestMethods, path: string): boolean =>
  method === 'GET' && READABLE.some((pattern) => pattern.test(path));

export interface Page {
  data: unknown[];
  next_cursor: string;
  has_more: boolean;
}

/** A page from the body of a list's answer; undefined when the answer has no list or no cursor. */
export const toPage = ({ data, next_cursor, has_more }: IDataObject): Page | undefined =>
  Array.isArray(data) && typeof next_cursor === 'string'
    ? { data, next_cursor, has_more: has_more === true }
    : undefined;

/** The shape of a login record with values that are not validated. */
type Unvalidated<Shape> = { [Name in keyof Shape]?: unknown };

const part = (value: unknown): IDataObject => (isObject(value) ? value : {});

/** The CRM has a number of employees, the contract a text. */
const sizeText = (size: unknown): unknown => (typeof size === 'number' ? String(size) : size);

/**
 * Maps a login event of the CRM to the contract's login record. It never throws and does not validate: an invalid value is
 * passed on, so that the Lead Tracker quarantines that record with its reason and ingests the others.
 */
export function toLoginRecord(event: unknown): unknown {
  if (!isObject(event)) return event;
  const contact = part(event.contact);
  const organization = part(event.organization);
  const record: Unvalidated<LoginRecord> = {
    login_id: event.id,
    occurred_at: event.occurred_at,
    product_id: event.product,
    user: unlessEmpty(toUser(contact, organization)),
    organization: unlessEmpty(given({ id: organization.id, name: organization.name })),
    trial_status: event.trial_status,
  };
  return given(record);
}

function toUser(contact: IDataObject, organization: IDataObject): Unvalidated<LoginRecord['user']> {
  const { email, phone, preferred_channel } = contact;
  const demographics = {
    job_title: contact.title,
    company_size: sizeText(organization.size),
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
