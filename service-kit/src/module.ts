import type { Page } from './http/page';
import type { Route } from './http/route';
import type { Stoppable } from './runtime/serve';

/** What a feature hands to `compose.ts`. */
export interface Module<Service> {
  /** What other features may call. */
  service: Service;
  routes: readonly Route[];
  /** Public pages, for people and mail programs. */
  pages?: readonly Page[];
  /** Each starts one worker. */
  workers: readonly (() => Stoppable)[];
}
