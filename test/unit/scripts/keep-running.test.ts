import { keepRunning } from '../../../scripts/system/keep-running';
import { eventually } from '../../support/eventually';

function signal() {
  let give: () => void = () => undefined;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

/** A process that ends when told to. */
function pretended(pid: number) {
  const { given: exited, give: end } = signal();
  return { pid, exited, end, stop: jest.fn(async () => end()) };
}

async function kept(...starts: (ReturnType<typeof pretended> | Error)[]) {
  const start = jest.fn(async () => {
    const next = starts.shift();
    if (!next || next instanceof Error) throw next ?? new Error('started once too often');
    return next;
  });
  const said: string[] = [];
  const running = await keepRunning('part', start, (name) => said.push(name));
  return { running, start, said };
}

test('When a part ends by itself, then it is said and the part started again', async () => {
  const [first, second] = [pretended(1), pretended(2)];
  const { running, said } = await kept(first, second);
  first.end();

  await eventually(async () => expect(running.pid()).toBe(2));
  expect(said).toEqual(['part']);
  await running.stop();
});

test('When a part does not start again at once, then it is tried until it does', async () => {
  const [first, second] = [pretended(1), pretended(2)];
  const { running, said, start } = await kept(first, new Error('port in use'), second);
  first.end();

  await eventually(async () => expect(running.pid()).toBe(2));
  expect(start).toHaveBeenCalledTimes(3);
  expect(said).toEqual(['part']);
  await running.stop();
});

test('When a part is to start again with what is new, then it does and nobody is alarmed', async () => {
  const [first, second] = [pretended(1), pretended(2)];
  const { running, said } = await kept(first, second);
  await running.restart();

  await eventually(async () => expect(running.pid()).toBe(2));
  expect(said).toEqual([]);
  second.end();
  await eventually(async () => expect(said).toEqual(['part']));
  await running.stop();
});

test('When a part is stopped, then it stays so', async () => {
  const first = pretended(1);
  const { running, said, start } = await kept(first);
  await running.stop();

  expect(first.stop).toHaveBeenCalled();
  expect(start).toHaveBeenCalledTimes(1);
  expect(said).toEqual([]);
});

test('When a part is stopped while it is starting again, then what has started is stopped too', async () => {
  const [first, second] = [pretended(1), pretended(2)];
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
