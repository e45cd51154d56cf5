import type { Lead } from '@lead-nurturing/contracts/leads/lead';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { EventStore } from '../events/event.store';
import type { PersonStore } from '../people/person.store';
import type { LeadDocument } from './lead.model';
import { toLead } from './to-lead';

/** A lead as the API shows it, with its person and what its events add up to. */
export type ViewLead = (lead: LeadDocument, session?: Session | null) => Promise<Lead>;

/** Leads of one company as the API shows them, in the order given; three queries however many there are. */
export type ViewLeads = (company: string, leads: readonly LeadDocument[], session?: Session | null) => Promise<Lead[]>;

const WEEKS = 4;
const WINDOW_MS = WEEKS * 7 * 24 * 3_600_000;

export function createViews(people: PersonStore, events: EventStore, clock: Clock) {
  const viewLeads: ViewLeads = async (company, leads, session = null) => {
    const ids = leads.map(({ _id }) => _id);
    const since = new Date(clock.now().getTime() - WINDOW_MS);
    // One after the other: a session takes one operation at a time.
    const persons = await people.findMany(
      company,
      leads.map(({ person_id }) => person_id),
      session,
    );
    const logins = await events.countLogins(company, ids, since, session);
    const features = await events.features(company, ids, session);
    const personOf = new Map(persons.map((person) => [person._id, person]));
    return leads.map((lead) => {
      const person = personOf.get(lead.person_id);
      if (!person) throw new Error('a lead without its person');
      const login_frequency = (logins.get(lead._id) ?? 0) / WEEKS;
      return toLead(lead, person, { login_frequency, feature_usage: features.get(lead._id) ?? [] });
    });
  };
  const viewLead: ViewLead = async (lead, session = null) => {
    const [view] = await viewLeads(lead.company_id, [lead], session);
    if (!view) throw new Error('a lead was not shown');
    return view;
  };
  return { viewLead, viewLeads };
}
