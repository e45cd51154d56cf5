import { CreateDeadLetter } from '@lead-nurturing/contracts/common/dead-letter';
import type { IDataObject } from 'n8n-workflow';
import { runWorkflow } from '../support/engine/engine';
import { fakeService, LEAD_TRACKER, useNoNetwork } from '../support/engine/services';
import { liveWorkflow, manifest } from '../support/engine/workflows';

useNoNetwork();

const failed = (execution: IDataObject): IDataObject => ({
  execution: {
    id: '231',
    url: 'http://n8n.test/execution/231',
    lastNodeExecuted: 'Send Message',
    mode: 'retry',
    error: { message: 'Something.', timestamp: 1_769_850_000_000 },
    ...execution,
  },
  workflow: { id: 'lnProdNurture001', name: 'Product Nurturing' },
});

async function deadLettersOf(...failures: IDataObject[]): Promise<CreateDeadLetter[]> {
  const calls = fakeService(LEAD_TRACKER, { 'POST /dead-letters': () => ({ id: 'dead-letter-1' }) });
  for (const json of failures) {
    const { error } = await runWorkflow(liveWorkflow('error-handling'), {
      node: 'When a Workflow Fails',
      items: [{ json }],
    });
    expect(error).toBeUndefined();
  }
  return calls.map(({ body }) => CreateDeadLetter.parse(body));
}

test('When a run fails, then a dead letter names the execution and the reason', async () => {
  const [deadLetter] = await deadLettersOf(failed({}));
  expect(deadLetter).toEqual({
    origin: 'Product Nurturing',
    reason: 'Something.',
    payload: {
      workflow_id: 'lnProdNurture001',
      execution_id: '231',
      execution_url: 'http://n8n.test/execution/231',
      last_node: 'Send Message',
      mode: 'retry',
    },
    idempotency_key: 'execution:231:1769850000000',
  });
});

test.each([
  ['a schedule', 'trigger'],
  ['a delivery that is repeated', 'webhook'],
])('When %s keeps failing, then the failures of an hour are one dead letter', async (_what, mode) => {
  const poll = { mode, lastNodeExecuted: 'Read New Logins' };
  const [first, second] = await deadLettersOf(failed({ ...poll, id: '1' }), failed({ ...poll, id: '2' }));
  expect(second?.idempotency_key).toBe(first?.idempotency_key);
  expect(first?.idempotency_key).toMatch(/^hour:lnProdNurture001:Read New Logins:\d{4}-\d\d-\d\dT\d\d:00:00/);
});

/** The message of n8n's WorkflowCrashedError: n8n stopped during the run and reports the run at its next start. */
const crashed = { error: { message: 'Workflow did not finish, possible out-of-memory issue' } };
const failedRunOf = (id: string, mode: string): IDataObject => ({
  ...failed({ ...crashed, mode }),
  workflow: { id, name: 'A workflow' },
});

test.each(manifest.workflows.filter(({ slug }) => slug !== 'error-handling'))(
  'When n8n stops during a run of $slug, then the run is no dead letter, because it is repeated',
  async ({ id }) => {
    expect(await deadLettersOf(failedRunOf(id, 'webhook'), failedRunOf(id, 'trigger'))).toEqual([]);
  },
);

test.each([
  ['of another workflow', failedRunOf('anotherWorkflow1', 'webhook')],
  ['that a person retried', failedRunOf('lnProdNurture001', 'retry')],
])('When n8n stops during a run %s, then the run is a dead letter', async (_, run) => {
  expect(await deadLettersOf(run)).toMatchObject([{ reason: crashed.error.message }]);
});

test('When a trigger fails without an execution, then it becomes a dead letter too', async () => {
  const [deadLetter] = await deadLettersOf({
    trigger: { error: { message: 'No subscription.' }, mode: 'trigger' },
    workflow: { id: 'lnStageManage001', name: 'Stage Management' },
  });
  expect(deadLetter).toMatchObject({ reason: 'No subscription.', payload: { execution_id: null, mode: 'trigger' } });
});

test('When the reason is longer than 2,000 characters, then it is cut', async () => {
  const [deadLetter] = await deadLettersOf(failed({ error: { message: 'x'.repeat(5_000) } }));
  expect(deadLetter?.reason).toHaveLength(2_000);
});
