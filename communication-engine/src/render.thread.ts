import { parentPort, workerData } from 'node:worker_threads';
import { createTokens } from './links/token';
import { renderSlice, syntaxErrors } from './templates/render-batch';
import { SLICE_MS, type ThreadAnswer, type ThreadRequest, ThreadData } from './templates/render-protocol';

/** The rendering thread, as main.ts is the process: answers one request after the other. */
function run({ publicUrl, secret, progress }: ThreadData): void {
  const links = { publicUrl, tokens: createTokens(secret) };
  const onJob = (index: number) => Atomics.store(progress, 0, index);
  const monotonicNow = () => performance.now();

  const answer = (request: ThreadRequest): ThreadAnswer => {
    if (request.kind === 'render') {
      const slice = { milliseconds: SLICE_MS, bytes: request.bytes, monotonicNow, onJob };
      return { kind: 'rendered', ...renderSlice(request.batch, links, slice) };
    }
    onJob(0);
    return { kind: 'checked', errors: syntaxErrors(request.template) };
  };
  parentPort?.on('message', (request: ThreadRequest) => parentPort?.postMessage(answer(request)));
}

run(ThreadData.parse(workerData));
