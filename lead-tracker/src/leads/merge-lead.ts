import type { UpdateLead } from '@lead-nurturing/contracts/leads/lead';
import type { LeadDocument } from './lead.model';

export type LeadFields = Pick<UpdateLead, 'organization_id' | 'trial_status' | 'tags' | 'lead_status' | 'temperature'>;

interface Beginning {
  id: string;
  company: string;
  productId: string;
  personId: string;
  source: string;
  now: Date;
}

export const newLead = ({ id, company, productId, personId, source, now }: Beginning): LeadDocument => ({
  _id: id,
  company_id: company,
  product_id: productId,
  person_id: personId,
  source,
  crm_user_id: null,
  organization_id: null,
  stage: 'User',
  engagement_score: 0,
  trial_status: null,
  tags: [],
  lead_status: null,
  temperature: null,
  review_flags: [],
  version: 0,
  last_login_at: null,
  rolled_back_at: null,
  score_at_rollback: null,
  engaged_at: null,
  converted_at: null,
  created_at: now,
  updated_at: now,
});

/** The lead after a record of it: what is told replaces, what is not told stays, tags add up. */
export function mergeLead(lead: LeadDocument, fields: LeadFields, now: Date): LeadDocument {
  return {
    ...lead,
    organization_id: fields.organization_id ?? lead.organization_id,
    trial_status: fields.trial_status ?? lead.trial_status,
    lead_status: fields.lead_status ?? lead.lead_status,
    temperature: fields.temperature ?? lead.temperature,
    tags: [...new Set([...lead.tags, ...(fields.tags ?? [])])],
    version: lead.version + 1,
    updated_at: now,
  };
}

export const flagged = (lead: LeadDocument, flag: string): LeadDocument =>
  lead.review_flags.includes(flag) ? lead : { ...lead, review_flags: [...lead.review_flags, flag] };

const unflagged = (lead: LeadDocument, flag: string): LeadDocument =>
  lead.review_flags.includes(flag) ? { ...lead, review_flags: lead.review_flags.filter((one) => one !== flag) } : lead;

/** The lead with a flag for as long as nobody has said what its product is. */
export const flaggedUnlessConfigured = (lead: LeadDocument, isConfigured: boolean): LeadDocument =>
  (isConfigured ? unflagged : flagged)(lead, 'product_not_configured');
