import { STAGES } from '@lead-nurturing/contracts/leads/stage';
import { runNode } from '../../support/engine/engine';
import { engineNodeTypes, PACKAGE } from '../../support/engine/nodes';
import { bulk, errorBody, fakeService, LEAD_TRACKER, useNoNetwork } from '../../support/engine/services';

useNoNetwork();

const EVALUATE = 'POST /leads/stage/evaluate/bulk';
const route = { lead_id: '={{ $json.data.lead_id }}' };
const item = (lead_id: string, event_id = lead_id) => ({ event_id, data: { lead_id } });
const unknownLead = { error: errorBody('NOT_FOUND', 'There is no lead with this id.') };

test('The outputs are the stages in order', () => {
  const { outputs, outputNames } = engineNodeTypes.getByNameAndVersion(`${PACKAGE}.stageRouter`, 1).description;
  expect(outputs).toHaveLength(STAGES.length);
  expect(outputNames).toEqual(STAGES.map((stage) => stage.replace('_', ' ')));
});

test('When leads are in different stages, then each item is put out at the output of its stage', async () => {
  fakeService(LEAD_TRACKER, { [EVALUATE]: bulk(({ lead_id }) => ({ from: 'User', to: lead_id, passed: [] })) });
  const { outputs } = await runNode(
    'stageRouter',
    route,
    [...STAGES].reverse().map((stage) => item(stage)),
  );
  STAGES.forEach((stage, output) => {
    expect(outputs('Node')[output]).toEqual([
      {
        json: { ...item(stage), evaluation: { from: 'User', to: stage, passed: [] } },
        pairedItem: { item: STAGES.length - 1 - output },
      },
    ]);
  });
});

test('When a lead occurs in several items, then it is evaluated once and every item is put out', async () => {
  const calls = fakeService(LEAD_TRACKER, { [EVALUATE]: bulk(() => ({ to: 'Engaged_Lead' })) });
  const items = [item('a', '1'), item('b', '2'), item('a', '3'), item('a', '4')];
  const { json, outputs } = await runNode('stageRouter', route, items);
  expect(calls.map(({ body }) => body)).toEqual([{ items: [{ lead_id: 'a' }, { lead_id: 'b' }] }]);
  expect(json('Node', 1).map(({ event_id }) => event_id)).toEqual(['1', '2', '3', '4']);
  expect(outputs('Node')[1]?.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2, 3].map((one) => ({ item: one })));
});

test('When there are more than 100 leads, then they are evaluated in several calls', async () => {
  const calls = fakeService(LEAD_TRACKER, { [EVALUATE]: bulk(() => ({ to: 'User' })) });
  const items = Array.from({ length: 250 }, (_, index) => item(`lead-${index % 240}`));
  const { json } = await runNode('stageRouter', route, items);
  expect(calls.map(({ body }) => body.items.length)).toEqual([100, 100, 40]);
  expect(json('Node', 0)).toHaveLength(250);
});

test('When a lead cannot be evaluated, then the node fails and names the first item of that lead', async () => {
  fakeService(LEAD_TRACKER, { [EVALUATE]: bulk(({ lead_id }) => (lead_id === 'b' ? unknownLead : { to: 'User' })) });
  const { error } = await runNode('stageRouter', route, [item('a'), item('b'), item('b')]);
  expect(error).toMatchObject({ message: 'There is no lead with this id.', context: { itemIndex: 1 } });
});

test('When a lead cannot be evaluated and the node has an error output, then its items go there', async () => {
  fakeService(LEAD_TRACKER, {
    [EVALUATE]: bulk(({ lead_id }) => (lead_id === 'b' ? unknownLead : { to: 'Customer' })),
  });
  const { json } = await runNode('stageRouter', route, [item('a'), item('b', '1'), item('b', '2')], {
    onError: 'continueErrorOutput',
  });
  expect(json('Node', 0)).toEqual([]);
  expect(json('Node', 3)).toMatchObject([{ event_id: 'a' }]);
  expect(json('Node', 4)).toMatchObject([
    { event_id: '1', error: 'There is no lead with this id.' },
    { event_id: '2', error: 'There is no lead with this id.' },
  ]);
});

test('When the node continues on failure, then failed items go to the first output', async () => {
  fakeService(LEAD_TRACKER, { [EVALUATE]: bulk(() => unknownLead) });
  const { json } = await runNode('stageRouter', route, [item('a')], { onError: 'continueRegularOutput' });
  expect(json('Node', 0)).toMatchObject([{ error: 'There is no lead with this id.' }]);
});

test('When the service answers an unknown stage, then the node fails', async () => {
  fakeService(LEAD_TRACKER, { [EVALUATE]: bulk(() => ({ to: 'Champion' })) });
  const { error } = await runNode('stageRouter', route, [item('a')]);
  expect(error).toMatchObject({ message: 'The lead is in a stage that has no output', context: { itemIndex: 0 } });
});
