import type { Channel } from '@lead-nurturing/contracts/common/channel';

/** An e-mail ready to be handed over. */
export interface RenderedMessage {
  id: string;
  to: { address: string; name: string | null };
  subject: string;
  html: string | null;
  text: string;
  unsubscribe_url: string;
}

/** A provider's answer is data. */
export type Submission =
  | { status: 'submitted'; provider_id: string }
  /** Will never work: never tried again. */
  | { status: 'refused'; reason: string }
  /** The provider surely does not have it: tried again. */
  | { status: 'deferred'; reason: string; retry_after_ms?: number }
  /** The provider may have it: never sent again by itself. */
  | { status: 'unknown'; reason: string };

/** Nothing comes between `submit` and the message: whoever has to be greeted first has been. */
export interface Ready {
  status: 'ready';
  submit(): Promise<Submission>;
  /** Not needed after all; nothing after `submit`. */
  release(): void;
}

export interface Provider {
  /** Said in messages and facts, e.g. `smtp`. */
  readonly name: string;
  readonly channel: Channel;
  /** How many messages it takes at once. */
  readonly concurrency: number;
  /** Everything that can be done before the message's time has come; an answer where that failed. */
  prepare(message: RenderedMessage): Promise<Ready | Submission>;
  close(): Promise<void>;
}
