import { bulkRequest } from '@lead-nurturing/contracts/common/common';
import { EnrollLead, ReportStep } from '@lead-nurturing/contracts/sequences/enrollment';
import { SendMessage } from '@lead-nurturing/contracts/messages/message';
import { aDomainEvent, aStepDue } from '../support/engine/domain-events';
import {
  bulk,
  COMMUNICATION_ENGINE,
  errorBody,
  fakeService,
  LEAD_TRACKER,
  useNoNetwork,
} from '../support/engine/services';
import { deliver } from '../support/engine/webhook';
import { liveWorkflow } from '../support/engine/workflows';

useNoNetwork();

const workflow = liveWorkflow('product-nurturing');
const SEND = 'POST /messages/send/bulk';
const REPORT = 'POST /enrollments/steps/bulk';

const accepted = ({ idempotency_key, sequence }: { idempotency_key: string; sequence: unknown }) => ({
  result: 'accepted',
  message: { id: `message-${idempotency_key}`, sequence },
});

describe('Enrolling leads', () => {
  test('When leads are created or move, then one call enrolls them for their stage', async () => {
    const calls = fakeService(LEAD_TRACKER, {
      'POST /enrollments/bulk': bulk(() => ({ result: 'enrolled', enrollment: null })),
    });
    const domainEvents = [
      aDomainEvent('lead.created', { lead_id: 'a', stage: 'User' }, 'event-a'),
      aDomainEvent('lead.stage_changed', { lead_id: 'b', from: 'User', to: 'Engaged_Lead' }, 'event-b'),
    ];

    const { status } = await deliver(workflow, 'Lead Created or Moved', domainEvents);

    expect(status).toBe(200);
    expect(calls.map(({ body }) => bulkRequest(EnrollLead).parse(body))).toEqual([
      {
        items: [
          { lead_id: 'a', stage: 'User', idempotency_key: 'event-a' },
          { lead_id: 'b', stage: 'Engaged_Lead', idempotency_key: 'event-b' },
        ],
      },
    ]);
  });
});

describe('Sending the messages of due steps', () => {
  test('When steps are due, then one call sends their messages and one call reports them', async () => {
    const engine = fakeService(COMMUNICATION_ENGINE, { [SEND]: bulk(accepted) });
    const tracker = fakeService(LEAD_TRACKER, { [REPORT]: bulk(() => ({ id: 'enrollment-1' })) });

    const { status } = await deliver(workflow, 'Step Due', [aStepDue(1), aStepDue(2)]);

    expect(status).toBe(200);
    expect(engine).toHaveLength(1);
    const sent = bulkRequest(SendMessage).parse(engine[0]?.body);
    expect(sent.items[1]).toEqual({
      idempotency_key: 'enrollment-1:2',
      lead_id: 'lead-1',
      person_id: 'person-1',
      product_id: 'acme',
      channel: 'email',
      template_id: 'welcome',
      recipient: { email: 'ada@example.com', name: 'Ada' },
      variables: { lead: { name: 'Ada' } },
      sequence: aStepDue(2).data.sequence,
    });
    expect(tracker.map(({ body }) => bulkRequest(ReportStep).parse(body).items)).toEqual([
      [1, 2].map((step_number) => ({
        enrollment_id: 'enrollment-1',
        step_number,
        outcome: 'accepted',
        message_id: `message-enrollment-1:${step_number}`,
      })),
    ]);
  });

  test('When a message is refused, then its step is reported as failed and the others as accepted', async () => {
    const unknown = { error: errorBody('NOT_FOUND', 'There is no template with this id.', { kind: 'template' }) };
    fakeService(COMMUNICATION_ENGINE, {
      [SEND]: bulk((message) => (message.template_id === 'gone' ? unknown : accepted(message))),
    });
    const tracker = fakeService(LEAD_TRACKER, { [REPORT]: bulk(() => ({ id: 'enrollment-1' })) });

    const { status } = await deliver(workflow, 'Step Due', [aStepDue(1), aStepDue(2, { template_id: 'gone' })]);

    expect(status).toBe(200);
    expect(tracker.flatMap(({ body }) => bulkRequest(ReportStep).parse(body).items)).toEqual([
      { enrollment_id: 'enrollment-1', step_number: 1, outcome: 'accepted', message_id: 'message-enrollment-1:1' },
      { enrollment_id: 'enrollment-1', step_number: 2, outcome: 'failed' },
    ]);
  });

  test('When a message is invalid, then only its step is reported as failed', async () => {
    const invalid = { error: errorBody('VALIDATION_FAILED', 'recipient.email: an e-mail needs an address.') };
    fakeService(COMMUNICATION_ENGINE, {
      [SEND]: bulk((message) => (message.recipient.email ? accepted(message) : invalid)),
    });
    const tracker = fakeService(LEAD_TRACKER, { [REPORT]: bulk(() => ({ id: 'enrollment-1' })) });

    await deliver(workflow, 'Step Due', [aStepDue(1, { recipient: { name: 'Ada' } }), aStepDue(2)]);

    const reported = tracker.flatMap(({ body }) => bulkRequest(ReportStep).parse(body).items);
    expect(reported).toMatchObject([
      { step_number: 2, outcome: 'accepted' },
      { step_number: 1, outcome: 'failed' },
    ]);
  });

  test('When the Communication Engine answers 503, then nothing is reported and the delivery fails', async () => {
    const down = { status: 503, headers: { 'retry-after': '0' } };
    const engine = fakeService(COMMUNICATION_ENGINE, { [SEND]: () => down });
    const tracker = fakeService(LEAD_TRACKER, { [REPORT]: bulk(() => ({})) });

    const { status, finished } = await deliver(workflow, 'Step Due', [aStepDue(1), aStepDue(2)]);

    expect(status).toBe(500);
    expect(finished.error?.message).toContain('The Communication Engine did not take the messages');
    expect(engine.length).toBeGreaterThan(1);
    expect(tracker).toHaveLength(0);
  });

  test('When the report fails, then the delivery fails', async () => {
    fakeService(COMMUNICATION_ENGINE, { [SEND]: bulk(accepted) });
    fakeService(LEAD_TRACKER, { [REPORT]: () => ({ status: 500, body: errorBody('INTERNAL_ERROR', 'Something.') }) });
    const { status } = await deliver(workflow, 'Step Due', [aStepDue(1)]);
    expect(status).toBe(500);
  });
});
