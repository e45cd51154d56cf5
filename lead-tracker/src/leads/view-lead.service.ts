import type { Lead } from '@lead-nurturing/contracts/leads/lead';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { EventStore } from '../events/event.store';
import type { PersonStore } from '../people/person.store';
import type { LeadDocument } from './lead.model';
import { toLead } from './to-lead';

/** Shows a lead with its person and what its events add up to. */
export type ViewLead = (lead: LeadDocument, session?: Session | null) => Promise<Lead>;

const WEEKS = 4;
const WINDOW_MS = WEEKS * 7 * 24 * 3_600_000;

export function createViewLead(people: PersonStore, events: EventStore, clock: Clock): ViewLead {
  return async (lead, session = null) => {
    const { company_id: company, _id, person_id } = lead;
    const since = new Date(clock.now().getTime() - WINDOW_MS);
    const person = await people.get(company, person_id, session);
    const logins = await events.countLogins(company, _id, since, session);
    const feature_usage = await events.features(company, _id, session);
    return toLead(lead, person, { login_frequency: logins / WEEKS, feature_usage });
  };
}
