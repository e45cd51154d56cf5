import type { Outcome } from '@lead-nurturing/communication-engine/messages/change';
import { createOutcomeWriter } from '@lead-nurturing/communication-engine/sending/outcome-writer.worker';

const outcome = (id: string) => ({ message: { _id: id }, to: { status: 'submitted' } }) as unknown as Outcome;
const ids = (outcomes: readonly Outcome[]) => outcomes.map(({ message }) => message._id);

test('When outcomes arrive during a write, then the next write has all of them', async () => {
  const written: string[][] = [];
  let underWay = 0;
  const record = createOutcomeWriter(async (outcomes) => {
    expect((underWay += 1)).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    underWay -= 1;
    written.push(ids(outcomes));
  });
  const first = record(outcome('a'));
  await Promise.resolve();
  await Promise.all([first, record(outcome('b')), record(outcome('c'))]);
  await record(outcome('d'));
  expect(written).toEqual([['a'], ['b', 'c'], ['d']]);
});

test('When the database is unavailable, then outcomes are written after its return', async () => {
  let tries = 0;
  const written: string[][] = [];
  const record = createOutcomeWriter((outcomes) => {
    if ((tries += 1) < 3) return Promise.reject(new Error('away'));
    written.push(ids(outcomes));
    return Promise.resolve();
  });
  await Promise.all([record(outcome('a')), record(outcome('b'))]);
  expect(written.flat()).toEqual(['a', 'b']);
});
