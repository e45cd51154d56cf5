import type { PersonFields } from '@lead-nurturing/contracts/leads/person';
import type { NewEvent } from '../events/apply-event';
import type { PersonDocument } from '../people/person.model';
import type { LeadFields } from './merge-lead';
import type { LeadDocument } from './lead.model';

/** Somebody shows up for a product: as a record, by logging in, or both. */
export interface LeadUpsert {
  source: string;
  crm_user_id?: string | undefined;
  product_id: string;
  person: PersonFields;
  lead: LeadFields;
  /** When what the record says was true. */
  at: Date;
  event?: NewEvent;
}

/** What became of an arrival; the lead and person as they are after all of its batch. */
export interface UpsertedLead {
  lead: LeadDocument;
  person: PersonDocument;
  /** This arrival made the lead. */
  created: boolean;
}
