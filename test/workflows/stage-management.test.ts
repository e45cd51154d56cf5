import { STAGES } from '@lead-nurturing/contracts/leads/stage';
import { aDomainEvent } from '../support/engine/domain-events';
import { bulk, errorBody, fakeService, LEAD_TRACKER, useNoNetwork } from '../support/engine/services';
import { deliver } from '../support/engine/webhook';
import { liveWorkflow } from '../support/engine/workflows';

useNoNetwork();

const workflow = liveWorkflow('stage-management');
const TRIGGER = 'Lead Created or Scored';
const branches = ['User: Welcome', 'Engaged Lead: Nurture', 'Qualified Lead: Convince', 'Customer: Onboard'];
const EVALUATE = 'POST /leads/stage/evaluate/bulk';

test('When leads are created or scored, then one call evaluates them and each item follows its stage', async () => {
  const calls = fakeService(LEAD_TRACKER, {
    [EVALUATE]: bulk(({ lead_id }) => ({ lead: { id: lead_id }, from: 'User', to: lead_id, passed: [] })),
  });
  const domainEvents = STAGES.flatMap((stage) => [
    aDomainEvent('lead.created', { lead_id: stage }, `${stage}-1`),
    aDomainEvent('lead.scored', { lead_id: stage }, `${stage}-2`),
  ]);

  const { status, finished } = await deliver(workflow, TRIGGER, domainEvents);

  expect(status).toBe(200);
  expect(calls.map(({ body }) => body)).toEqual([{ items: STAGES.map((lead_id) => ({ lead_id })) }]);
  const out = branches.map((branch) => finished.json(branch).map(({ event_id }) => event_id));
  expect(out).toEqual(STAGES.map((stage) => [`${stage}-1`, `${stage}-2`]));
});

test('When a lead cannot be evaluated, then the delivery fails', async () => {
  const unknown = { error: errorBody('NOT_FOUND', 'There is no lead with this id.') };
  fakeService(LEAD_TRACKER, { [EVALUATE]: bulk(() => unknown) });
  const { status, finished } = await deliver(workflow, TRIGGER, [aDomainEvent('lead.scored', {})]);
  expect(status).toBe(500);
  expect(finished.error).toMatchObject({ message: 'There is no lead with this id.', context: { itemIndex: 0 } });
});
