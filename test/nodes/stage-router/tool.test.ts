import { STAGES } from '@lead-nurturing/contracts/leads/stage';
import { runTool } from '../../support/engine/engine';
import { bulk, errorBody, fakeService, LEAD_TRACKER, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

const EVALUATE = 'POST /leads/stage/evaluate/bulk';
const parameters = { lead_id: "={{ $fromAI('lead_id', 'The lead to evaluate', 'string') }}" };

test.each(STAGES)('When an agent has a lead evaluated to %s, then the agent receives the evaluation', async (to) => {
  const calls = fakeService(LEAD_TRACKER, { [EVALUATE]: bulk(() => ({ from: 'User', to, passed: [] })) });

  const { error, json } = await runTool('stageRouter', parameters, { lead_id: 'lead-1' });

  expect(error).toBeUndefined();
  expect(calls.map(({ body }) => body)).toEqual([{ items: [{ lead_id: 'lead-1' }] }]);
  expect(json('Agent')).toEqual([{ answer: [{ lead_id: 'lead-1', evaluation: { from: 'User', to, passed: [] } }] }]);
});

test('When the lead cannot be evaluated, then the agent receives the reason', async () => {
  const unknown = { error: errorBody('NOT_FOUND', 'There is no lead with this id.') };
  fakeService(LEAD_TRACKER, { [EVALUATE]: bulk(() => unknown) });
  const { error } = await runTool('stageRouter', parameters, { lead_id: 'lead-1' });
  expect(error?.message).toContain('There is no lead with this id.');
});
