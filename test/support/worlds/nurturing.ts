import { aLead } from '../builders';
import { eventually } from '../eventually';
import { domainEventsAbout } from '../domain-events';
import type { LeadTrackerWorld } from './lead-tracker-world';

/** Steps a nurturing test takes again and again, against a world whose workers run. */
export function nurturing(world: LeadTrackerWorld) {
  const engagedLead = async (product_id = 'analytics') => {
    const { body } = await world.api.post('/leads', aLead({ product_id, name: 'Ada Lovelace' }));
    await world.api.post(`/leads/${String(body.lead.id)}/stage`, { stage: 'Engaged_Lead', actor: 'test' });
    return String(body.lead.id);
  };

  const enroll = async (lead_id: string, stage = 'Engaged_Lead') =>
    (await world.api.post('/enrollments', { lead_id, stage, idempotency_key: `enroll-${lead_id}-${stage}` })).body;

  const domainEventsOf = async (lead_id: string, type: string) =>
    (await domainEventsAbout(world.connection, lead_id, type)).map(({ data }) => data);

  const due = (lead_id: string, count: number) =>
    eventually(async () => {
      const domainEvents = await domainEventsOf(lead_id, 'step.due');
      expect(domainEvents).toHaveLength(count);
      return domainEvents;
    });

  const report = async (enrollment_id: string, step_number: number, outcome = 'accepted') =>
    (
      await world.api.post('/enrollments/steps/bulk', {
        items: [{ enrollment_id, step_number, outcome, message_id: 'm1' }],
      })
    ).body.results[0];

  return { engagedLead, enroll, domainEventsOf, due, report };
}
