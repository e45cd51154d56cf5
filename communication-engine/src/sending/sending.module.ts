import { startWorker } from '@lead-nurturing/service-kit/runtime/worker';
import type { Module } from '@lead-nurturing/service-kit/module';
import type { Provider } from '../channels/provider';
import type { EngineKit } from '../engine-kit';
import type { Limit } from '../limits/limit.service';
import type { Rate } from '../limits/slot';
import type { QueueStore } from '../messages/queue.store';
import type { SuppressionStore } from '../suppression/suppression.store';
import { createOutcomeWriter } from './outcome-writer.worker';
import { createOutcomes } from './outcomes.service';
import { startSender } from './sender.worker';
import { createSending as createSendingService, type Sending } from './sending.service';

interface Needs {
  queue: QueueStore;
  suppression: Pick<SuppressionStore, 'among'>;
  limits: { limitOf: (name: string, rate: Rate) => Limit };
  provider: Provider;
  messagesPerSecond: number;
}

const REAP_IDLE_MS = 5_000;

/** Sending: from the queue through the provider to the written outcome, at the rate of the provider's limit. */
export function createSending(kit: EngineKit, needs: Needs): Module<Sending> {
  const { queue, suppression, limits, provider, messagesPerSecond } = needs;
  const { log, monotonicNow } = kit;
  const outcomes = createOutcomes({ ...kit, queue });
  const service = createSendingService({ ...kit, queue, outcomes, suppression, provider });
  const record = createOutcomeWriter(outcomes.write);
  const rate = { messages: messagesPerSecond, window_ms: 1_000 };
  const limit = limits.limitOf(`${provider.channel}:${provider.name}`, rate);
  const reap = service.reapStaleSubmissions;
  return {
    service,
    routes: [],
    workers: [
      () => startSender({ sending: service, record, limit, provider, monotonicNow, log }),
      () => startWorker({ name: 'stale-submission-reaper', log, idleMs: REAP_IDLE_MS, tick: reap }),
    ],
  };
}
