import { keepRunning } from '../../../scripts/system/keep-running';
import { eventually } from '../../support/eventually';

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

/** A stand-in for a process, which ends when `end` is called. */
function fakeProcess(pid: number) {
  const { given: exited, give: end } = signal();
  return { pid, exited, end, stop: jest.fn(async () => end()) };
}

async function kept(...starts: (ReturnType<typeof fakeProcess> | Error)[]) {
  const start = jest.fn(async () => {
    const next = starts.shift();
    if (!next || next instanceof Error) throw next ?? new Error('started once too often');
    return next;
  });
  const reported: string[] = [];
  const running = await keepRunning('part', start, (name) => reported.push(name));
  return { running, start, reported };
}

test('When a part ends unexpectedly, then it is reported and restarted', async () => {
  const [first, second] = [fakeProcess(1), fakeProcess(2)];
  const { running, reported } = await kept(first, second);
  first.end();

  await eventually(async () => expect(running.pid()).toBe(2));
  expect(reported).toEqual(['part']);
  await running.stop();
});

test('When a restart fails, then it is retried until the part runs', async () => {
  const [first, second] = [fakeProcess(1), fakeProcess(2)];
  const { running, reported, start } = await kept(first, new Error('port in use'), second);
  first.end();

  await eventually(async () => expect(running.pid()).toBe(2));
  expect(start).toHaveBeenCalledTimes(3);
  expect(reported).toEqual(['part']);
  await running.stop();
});

test('When a part is restarted on purpose, then no unexpected end is reported', async () => {
  const [first, second] = [fakeProcess(1), fakeProcess(2)];
  const { running, reported } = await kept(first, second);
  await running.restart();

  await eventually(async () => expect(running.pid()).toBe(2));
  expect(reported).toEqual([]);
  second.end();
  await eventually(async () => expect(reported).toEqual(['part']));
  await running.stop();
});

test('When a part is stopped, then it is not restarted', async () => {
  const first = fakeProcess(1);
  const { running, reported, start } = await kept(first);
  await running.stop();

  expect(first.stop).toHaveBeenCalled();
  expect(start).toHaveBeenCalledTimes(1);
  expect(reported).toEqual([]);
});

test('When a part is stopped during its restart, then the new process is stopped, too', async () => {
  const [first, second] = [fakeProcess(1), fakeProcess(2)];
  const { given: mayStart, give: letStart } = signal();
  const starts = [async () => first, async () => mayStart.then(() => second)];
  const running = await keepRunning(
    'part',
    () => starts.shift()!(),
    () => undefined,
  );
  first.end();
  await eventually(async () => expect(starts).toHaveLength(0));
  const stopped = running.stop();
  letStart();
  await stopped;

  expect(second.stop).toHaveBeenCalled();
});
