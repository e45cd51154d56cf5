import { wavesOf } from '@lead-nurturing/communication-engine/sending/waves';

const turnAt = (opens_at: number) => ({ slot: { prepare_at: opens_at - 5, opens_at, closes_at: opens_at + 40 } });
const sizes = (openings: readonly number[]) => wavesOf(openings.map(turnAt)).map(({ length }) => length);

test.each([
  ['at 10 a second', [0, 105, 210], [1, 1, 1]],
  ['at 40 a second', [0, 26.25, 52.5, 78.75], [2, 2]],
  ['at 1,000 a second', [0, 1.05, 2.1, 3.15], [4]],
  ['after a void', [0, 1, 60, 61], [2, 2]],
])('When slots open %s, then no message sets out 50 ms or more before it may go', (_, openings, waves) => {
  expect(sizes(openings)).toEqual(waves);
});
