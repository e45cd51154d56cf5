import type { LeadTrackerEvents } from '@lead-nurturing/contracts/webhooks/domain-event';

/** Every domain event that the Lead Tracker publishes: a missing or misspelt type does not compile. */
export const events: Record<keyof typeof LeadTrackerEvents, { name: string; description: string }> = {
  'enrollment.completed': { name: 'Enrollment Completed', description: 'A lead completed its sequence' },
  'enrollment.exited': { name: 'Enrollment Exited', description: 'A lead left its sequence before the end' },
  'lead.created': { name: 'Lead Created', description: 'A person became a lead for a product' },
  'lead.enrolled': { name: 'Lead Enrolled', description: 'A lead was enrolled in a sequence' },
  'lead.scored': { name: 'Lead Scored', description: 'The score of a lead changed' },
  'lead.stage_changed': { name: 'Lead Stage Changed', description: 'A lead moved to another stage, forward or back' },
  'step.due': { name: 'Step Due', description: 'The next message of a sequence is due' },
};
