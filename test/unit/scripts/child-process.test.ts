import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, startChild } from '../../../scripts/process/child-process';
import { temporaryFolder } from '../../support/finish';

const LINE = 'x'.repeat(99);

const run = (code: string, options: Partial<Parameters<typeof startChild>[0]> = {}) =>
  startChild({ command: process.execPath, args: ['-e', code], ...options });

test('When a program prints 25 MB, then its log rotates while it runs and takes at most 20 MB', async () => {
  const logFile = join(temporaryFolder('log-'), 'part.log');
  const { exited } = await run(
    `const lines = '${LINE}\\n'.repeat(25_000);
     for (let n = 0; n < 10; n += 1) process.stdout.write(lines);
     process.stdout.write('the end\\n');`,
    { logFile },
  );
  await exited;

  const [log, old] = [logFile, `${logFile}.old`].map((file) => statSync(file));
  expect([log!.size, old!.size].every((size) => size <= 10_000_000)).toBe(true);
  expect([log!.mode & 0o777, old!.mode & 0o777]).toEqual([0o600, 0o600]);
  expect(readFileSync(logFile, 'utf8')).toMatch(new RegExp(`${LINE}\\nthe end\\n$`));
});

test('When a program is started again, then its output is appended to its log', async () => {
  const logFile = join(temporaryFolder('log-'), 'part.log');
  for (const word of ['first', 'second']) {
    const { exited } = await run(`console.log('${word}')`, { logFile });
    await exited;
  }

  expect(readFileSync(logFile, 'utf8')).toBe('first\nsecond\n');
});

test('When a line is excluded from the log, then the recent lines in memory still have it', async () => {
  const logFile = join(temporaryFolder('log-'), 'part.log');
  const { exited, recentLines } = await run(`console.log('private'); console.error('public')`, {
    logFile,
    isLogged: (line) => line !== 'private',
  });
  await exited;

  expect(readFileSync(logFile, 'utf8')).toBe('public\n');
  expect([...recentLines()].sort()).toEqual(['private', 'public']);
});

test('When the end of the output is shown, then empty lines and stack traces are left out', () => {
  expect(lastWords(['Error: no port', '    at main (file.js:1:1)', '', 'Goodbye'])).toBe('Error: no port\nGoodbye');
});
