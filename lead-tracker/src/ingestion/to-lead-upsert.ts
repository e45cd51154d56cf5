import type { LoginRecord } from '@lead-nurturing/contracts/ingestion/ingestion';
import type { LeadUpsert } from '../leads/lead-upsert';

/** A login as an arrival: who it is, for which product, and the event it is. */
export function toLeadUpsert(login: LoginRecord, source: string, key: string): LeadUpsert {
  const { crm_user_id, ...person } = login.user;
  const at = new Date(login.occurred_at);
  return {
    source,
    crm_user_id,
    product_id: login.product_id,
    person,
    lead: { organization_id: login.organization?.id, trial_status: login.trial_status },
    at,
    event: {
      event_type: 'login',
      channel: 'product',
      timestamp: at,
      metadata: { login_id: login.login_id, ...(login.organization && { organization: login.organization }) },
      idempotency_key: key,
    },
  };
}
