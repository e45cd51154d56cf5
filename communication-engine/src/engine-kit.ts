import type { Kit } from '@lead-nurturing/service-kit/kit';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Log } from '@lead-nurturing/service-kit/runtime/log';

/** What every feature of this service may use. */
export interface EngineKit extends Kit {
  connection: Connection;
  log: Log;
  clock: Clock;
  /** Milliseconds that never go back, as of `performance.now`. */
  monotonicNow: () => number;
  newId: () => string;
  /** Between 0 and 1. */
  random: () => number;
}
