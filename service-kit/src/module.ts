import type { Route } from './http/route';

/** A running worker, as a service stops it when it ends. */
export interface Stoppable {
  stop(): Promise<void>;
}

/** What a feature hands to `compose.ts`. */
export interface Module<Service> {
  /** What other features may call. */
  service: Service;
  routes: readonly Route[];
  /** Each starts one worker. */
  workers: readonly (() => Stoppable)[];
}
