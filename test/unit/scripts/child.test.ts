import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { reasonOf, startPart } from '../../../scripts/system/child';
import { temporaryFolder } from '../../support/finish';

test('When a part ends at its start, then one error names the part, its error and its log', async () => {
  const folder = temporaryFolder('part-');
  const logFile = join(folder, 'part.log');
  const program = join(folder, 'part.js');
  const line = JSON.stringify({
    level: 60,
    msg: 'cannot start',
    err: { message: 'remove .data/mongo', stack: 'at x' },
  });
  writeFileSync(program, `console.log(${JSON.stringify(line)}); process.exit(1);`);
  const started = startPart({
    name: 'Lead Tracker',
    file: relative(process.cwd(), program),
    env: {},
    logFile,
    readyAt: 'http://127.0.0.1:1/ready',
    onRestart: () => undefined,
    watch: false,
  });

  await expect(started).rejects.toThrow(
    new Error(`Lead Tracker did not start:\ncannot start: remove .data/mongo\n(its log: ${logFile})`),
  );
});

test('When the output of a part has no error line, then its end is shown', () => {
  expect(reasonOf(['{"level":30,"msg":"listening"}', 'Segmentation fault'])).toBe(
    '{"level":30,"msg":"listening"}\nSegmentation fault',
  );
});
