import type { DomainEvent, DomainEventData, DomainEventType } from '@lead-nurturing/contracts/webhooks/domain-event';

/** A domain event as a service delivers it, with the test's own data merged in. */
export const aDomainEvent = <Type extends DomainEventType>(
  type: Type,
  data: Partial<DomainEventData<Type>>,
  event_id = 'event-1',
): DomainEvent => ({
  event_id,
  type,
  occurred_at: '2026-01-31T09:00:00.000Z',
  lead_seq: 1,
  data: { lead_id: 'lead-1', product_id: 'acme', ...data },
});

/** A step of the enrollment `enrollment-1`. */
export const aStepDue = (step_number: number, more: Partial<DomainEventData<'step.due'>> = {}): DomainEvent =>
  aDomainEvent(
    'step.due',
    {
      person_id: 'person-1',
      sequence: { enrollment_id: 'enrollment-1', sequence_code: 'acme-User', sequence_version: 1, step_number },
      step_index: step_number - 1,
      channel: 'email',
      template_id: 'welcome',
      due_at: '2026-01-31T09:00:00.000Z',
      recipient: { email: 'ada@example.com', name: 'Ada' },
      variables: { lead: { name: 'Ada' } },
      ...more,
    },
    `event-${step_number}`,
  );
