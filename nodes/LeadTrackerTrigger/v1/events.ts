import type { LeadTrackerEvents } from '@lead-nurturing/contracts/webhooks/domain-event';

/** Every domain event that the Lead Tracker publishes: a missing or misspelt type does not compile. */
export const events: Record<keyof typeof LeadTrackerEvents, { name: string; description: string }> = {
  'enrollment.completed': { name: 'Enrollment Completed', description: 'A lead has gone through its whole sequence' },
  'enrollment.exited': { name: 'Enrollment Exited', description: 'A lead has left its sequence before the end' },
  'lead.created': { name: 'Lead Created', description: 'A person appeared for a product' },
  'lead.enrolled': { name: 'Lead Enrolled', description: 'A lead was put on a sequence' },
  'lead.scored': { name: 'Lead Scored', description: 'The score of a lead changed' },
  'lead.stage_changed': { name: 'Lead Stage Changed', description: 'A lead moved on, or was rolled back' },
  'step.due': { name: 'Step Due', description: 'It is time for the next message of a sequence' },
};
