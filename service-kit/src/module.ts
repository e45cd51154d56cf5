import type { Route } from './http/route';
import type { Stoppable } from './runtime/serve';

/** What a feature hands to `compose.ts`. */
export interface Module<Service> {
  /** What other features may call. */
  service: Service;
  routes: readonly Route[];
  /** Each starts one worker. */
  workers: readonly (() => Stoppable)[];
}
