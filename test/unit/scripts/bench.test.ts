import { BATCH, throughput, type Batch } from '../../../scripts/bench/workload';

test('When two sources are sent concurrently, then each batch starts at the previous cursor of its source', async () => {
  const sent: Batch<number>[] = [];
  await throughput(
    Array.from({ length: BATCH * 9 + 1 }).map((_, n) => n),
    2,
    async (batch) => {
      sent.push(batch);
      await new Promise(setImmediate);
    },
  );

  expect(sent.flatMap(({ records }) => records).length).toBe(BATCH * 9 + 1);
  expect(new Set(sent.map(({ source }) => source)).size).toBe(2);
  for (const name of new Set(sent.map(({ source }) => source))) {
    const cursors = sent.filter(({ source }) => source === name).map(({ cursor }) => cursor);
    expect(cursors.map(({ from }) => from)).toEqual([null, ...cursors.map(({ to }) => to).slice(0, -1)]);
  }
});
