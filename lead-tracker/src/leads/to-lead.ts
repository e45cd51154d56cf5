import type { Lead } from '@lead-nurturing/contracts/leads/lead';
import type { PersonDocument } from '../people/person.model';
import type { LeadDocument } from './lead.model';

export interface Usage {
  login_frequency: number;
  feature_usage: string[];
}

/** The lead as the API shows it: the lead's own facts, its person's, and what its events add up to. */
export function toLead(lead: LeadDocument, person: PersonDocument, usage: Usage): Lead {
  const { name, email, phone, preferred_channel, demographics, timezone, locale } = person;
  return {
    id: lead._id,
    person_id: lead.person_id,
    product_id: lead.product_id,
    crm_user_id: lead.crm_user_id,
    organization_id: lead.organization_id,
    source: lead.source,
    stage: lead.stage,
    engagement_score: lead.engagement_score,
    name,
    contact_info: { email, phone, preferred_channel },
    demographics,
    product_context: { ...usage, trial_status: lead.trial_status },
    tags: lead.tags,
    lead_status: lead.lead_status,
    temperature: lead.temperature,
    timezone,
    locale,
    review_flags: lead.review_flags,
    version: lead.version,
    last_login_at: lead.last_login_at?.toISOString() ?? null,
    created_at: lead.created_at.toISOString(),
    updated_at: lead.updated_at.toISOString(),
  };
}
