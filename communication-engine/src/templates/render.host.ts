import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bulkhead } from 'cockatiel';
import {
  IDLE,
  type Parts,
  type RenderBatch,
  type RenderedEmail,
  type ThreadAnswer,
  type ThreadData,
  type ThreadRequest,
} from './render-protocol';

export type Renderer = ReturnType<typeof createRenderer>;

/** `over_budget`: the messages before it used up the memory of the request; it is not rendered. */
export type Rendered = RenderedEmail | { status: 'over_budget' };

/** The compiled entry, whether this file runs from `src` (tests) or from `dist`. */
const ENTRY = join(__dirname, '..', '..', 'dist', 'render.thread.js');

/** Counts in the 250 MB of the service. The small stack ends a deep recursion early, with a RangeError. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 8, stackSizeMb: 1 };

/** How long one job may take; the thread is ended after it. */
const DEADLINE_MS = 2_000;
const LOOK_MS = 100;

/** Rendered bytes that one request may hold in memory: 100 newsletters of 80 kB, with their texts. */
export const REQUEST_BYTES = 8 * 1_048_576;
/** Rendered bytes in one exchange with the thread, which are copied from one thread to the other. */
const SLICE_BYTES = 2 * 1_048_576;

/** A template version that ended the thread this often within a minute fails at once for the rest of it. */
const MAX_ENDED = 3;
const ENDED_WINDOW_MS = 60_000;

/** The thread ended while it worked on the job with this index; {@link IDLE}: while it read the request. */
interface Ended {
  kind: 'ended';
  at: number;
  reason: string;
}

const REPEATED = `messages of its template took too much time or memory to render, ${String(MAX_ENDED)} times within a minute`;
const TOO_SLOW = `it took longer than ${String(DEADLINE_MS / 1_000)} s to render`;

const TOO_MUCH_MEMORY = `it took more than ${String(RESOURCE_LIMITS.maxOldGenerationSizeMb)} MB of memory to render`;

const isOutOfMemory = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** One thread that answers one request at a time. It is started by a request, and again by the next one after its end. */
function createThread(data: Omit<ThreadData, 'progress'>, monotonicNow: () => number) {
  const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let worker: Worker | null = null;

  const start = (): Worker => {
    // An environment without variables: with those of `node --watch`, Node would post the thread's modules as messages.
    const options = { workerData: { ...data, progress }, resourceLimits: RESOURCE_LIMITS, env: {} };
    const started = new Worker(ENTRY, options);
    started.unref(); // an idle thread does not keep the process running
    return started;
  };

  const end = async () => {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  };

  const ask = (request: ThreadRequest): Promise<ThreadAnswer | Ended> =>
    new Promise((resolve, reject) => {
      const asked = (worker ??= start());
      let reason: string | null = null;
      let cause: unknown;
      let job = IDLE;
      let since = monotonicNow();
      Atomics.store(progress, 0, IDLE);

      // Progress is compared from look to look, so that neither a slow start nor a busy main thread counts.
      const watch = setInterval(() => {
        const now = Atomics.load(progress, 0);
        if (now === IDLE || now !== job) {
          job = now;
          since = monotonicNow();
        } else if (monotonicNow() - since > DEADLINE_MS) {
          reason = TOO_SLOW;
          void end();
        }
      }, LOOK_MS);
      const settle = () => {
        clearInterval(watch);
        asked.off('message', onAnswer).off('error', onError).off('exit', onExit);
      };
      const onAnswer = (answer: ThreadAnswer) => {
        settle();
        resolve(answer);
      };
      const onError = (error: unknown) => {
        if (isOutOfMemory(error)) reason = TOO_MUCH_MEMORY;
        cause = error;
      };
      const onExit = () => {
        settle();
        if (worker === asked) worker = null;
        if (reason === null) reject(new Error('the rendering thread ended unexpectedly', { cause }));
        else resolve({ kind: 'ended', at: Atomics.load(progress, 0), reason });
      };
      asked.on('message', onAnswer).on('error', onError).on('exit', onExit);
      asked.postMessage(request);
    });

  return { ask, end };
}

/** Template versions that ended the thread, with the times. */
function createOffenders(monotonicNow: () => number) {
  const ended = new Map<string, number[]>();
  const recent = (key: string) => (ended.get(key) ?? []).filter((time) => monotonicNow() - time < ENDED_WINDOW_MS);
  return {
    add: (key: string) => {
      for (const known of ended.keys()) if (recent(known).length === 0) ended.delete(known);
      ended.set(key, [...recent(key), monotonicNow()]);
    },
    has: (key: string) => recent(key).length >= MAX_ENDED,
  };
}

/**
 * Parses and renders templates in a thread of its own, so that the main thread answers requests all the while. Requests
 * take turns, one slice of their messages each. A message that takes longer than {@link DEADLINE_MS} fails alone: the
 * thread is ended, and another one renders the other messages.
 */
export function createRenderer(links: { publicUrl: string; secret: string }, monotonicNow: () => number) {
  const thread = createThread(links, monotonicNow);
  const offenders = createOffenders(monotonicNow);
  const turns = bulkhead(1, Infinity);

  const renderAll = async (batch: RenderBatch): Promise<Rendered[]> => {
    const keyOf = (index: number) => batch.templates[batch.jobs[index]?.template ?? -1]?.key ?? '';
    const results = batch.jobs.map((): Rendered | null => null);
    let budget = REQUEST_BYTES;
    /** Most jobs in one exchange; fewer after a request that the thread could not even read. */
    let most = batch.jobs.length;

    /** Jobs that are still to be rendered; messages of an offending template fail here. */
    const open = (): number[] => {
      for (const [index, result] of results.entries())
        if (result === null && offenders.has(keyOf(index))) results[index] = { status: 'failed', reason: REPEATED };
      return results.flatMap((result, index) => (result === null ? index : []));
    };

    const fail = (index: number, reason: string) => {
      offenders.add(keyOf(index));
      results[index] = { status: 'failed', reason };
    };

    for (let left = open(); left.length > 0 && budget > 0; left = open()) {
      const asked = left.slice(0, most);
      const jobs = asked.flatMap((index) => batch.jobs[index] ?? []);
      const bytes = Math.min(SLICE_BYTES, budget);
      const answer = await turns.execute(() => thread.ask({ kind: 'render', batch: { ...batch, jobs }, bytes }));
      if (answer.kind === 'rendered') {
        for (const [n, rendered] of answer.rendered.entries()) results[asked[n] ?? -1] = rendered;
        budget -= answer.bytes;
      } else if (answer.kind === 'ended') {
        if (answer.at === IDLE && asked.length > 1) most = Math.ceil(asked.length / 2);
        else fail(asked[Math.max(answer.at, 0)] ?? -1, answer.reason);
      }
    }
    return results.map((result) => result ?? { status: 'over_budget' });
  };

  /** The parts of a template that are no valid Liquid, each with its error. */
  const syntaxErrors = async (template: Parts): Promise<{ field: string; message: string }[]> => {
    const answer = await turns.execute(() => thread.ask({ kind: 'check', template }));
    if (answer.kind === 'checked') return answer.errors;
    return [{ field: template.html === null ? 'text' : 'html', message: 'takes too long to parse' }];
  };

  return { renderAll, syntaxErrors, stop: thread.end };
}
