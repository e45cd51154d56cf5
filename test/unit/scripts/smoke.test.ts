import { createChecks, report } from '../../../scripts/smoke/checks';

test('When a check times out or fails, then the later checks run and the table shows all of them', async () => {
  const { check, done } = createChecks(300);
  await check('mails', 5, async () => 0);
  await check('opened', 1, async () => {
    throw new Error('there is no mail');
  });
  await check('dead letters: none', 0, async () => 0);

  expect(done.map(({ what, seen, isRight }) => [what, seen, isRight])).toEqual([
    ['mails', 0, false],
    ['opened', 'there is no mail', false],
    ['dead letters: none', 0, true],
  ]);
  expect(report(done)).toMatch(/opened .* there is no mail .* WRONG/);
});

test('When the expected value appears later, then the check waits for it', async () => {
  const { check, done } = createChecks(5_000);
  let looks = 0;
  await check('leads', 2, async () => (looks += 1));

  expect(done).toMatchObject([{ what: 'leads', seen: 2, isRight: true }]);
});

test.each([
  ['leads', 2, 3],
  ['writes: none', 0, 1],
])('When there are more %s than expected, then the check fails', async (what, expected, seen) => {
  const { check, done } = createChecks(300);
  await check(what, expected, async () => seen);

  expect(done).toMatchObject([{ seen, isRight: false }]);
});
