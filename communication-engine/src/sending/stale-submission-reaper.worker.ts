import type { Log } from '@lead-nurturing/service-kit/runtime/log';
import { startWorker, type Worker } from '@lead-nurturing/service-kit/runtime/worker';
import type { Sending } from './sending.service';

const IDLE_MS = 5_000;

/** Looks for messages whose worker died while handing them over. */
export const startStaleSubmissionReaper = (sending: Sending, log: Log): Worker =>
  startWorker({ name: 'lost-messages', log, idleMs: IDLE_MS, tick: sending.reapStaleSubmissions });
