import type { NewDomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import type { LeadDocument } from '../leads/lead.model';
import type { PersonDocument } from '../people/person.model';
import { toPoints } from '../scores/score';
import type { SequenceDocument } from '../sequences/sequence.model';
import type { EnrollmentDocument } from './enrollment.model';

interface Due {
  enrollment: EnrollmentDocument;
  sequence: SequenceDocument;
  lead: LeadDocument;
  person: PersonDocument;
  productName: string;
}

const recipientOf = ({ email, phone, name }: PersonDocument) => ({
  ...(email && { email }),
  ...(phone && { phone }),
  ...(name && { name }),
});

/** The variables that a template may use. `first_name` is the first word of the name. */
function variablesOf(lead: LeadDocument, person: PersonDocument, productName: string) {
  const { name, demographics, timezone, locale } = person;
  const first_name = name?.split(/\s+/)[0];
  return {
    lead: {
      id: lead._id,
      stage: lead.stage,
      engagement_score: toPoints(lead.score_hundredths),
      ...(name && { name, first_name }),
      ...demographics,
      ...(timezone && { timezone }),
      ...(locale && { locale }),
    },
    product: { id: lead.product_id, name: productName },
  };
}

/** `step.due` with everything that a workflow needs to act on the step; null when the sequence has no such step. */
export function stepDue({ enrollment, sequence, lead, person, productName }: Due): NewDomainEvent | null {
  const reached = enrollment.steps.at(-1);
  const step = sequence.steps.find(({ step_number }) => step_number === reached?.step_number);
  if (!reached || !step) return null;
  const { _id: enrollment_id, sequence_code, sequence_version } = enrollment;
  const { step_number, channel, template_id } = step;
  return {
    type: 'step.due',
    occurred_at: reached.due_at,
    subject: lead._id,
    lead_seq: lead.version,
    data: {
      lead_id: lead._id,
      person_id: person._id,
      product_id: lead.product_id,
      sequence: { enrollment_id, sequence_code, sequence_version, step_number },
      step_index: step_number - 1,
      channel,
      template_id,
      due_at: reached.due_at.toISOString(),
      recipient: recipientOf(person),
      variables: variablesOf(lead, person, productName),
    },
  };
}
