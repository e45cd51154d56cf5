import type { Channel } from '@lead-nurturing/contracts/common/channel';

/** A rendered e-mail, as a provider gets it. */
export interface RenderedMessage {
  id: string;
  to: { address: string; name: string | null };
  subject: string;
  html: string | null;
  text: string;
  unsubscribe_url: string;
}

/** A provider's answer is data, not an exception. */
export type Submission =
  | { status: 'submitted'; provider_id: string }
  /** The provider will never accept the message: no retry. */
  | { status: 'refused'; reason: string }
  /** The provider certainly does not have the message: retried, after `retry_after_ms` at the earliest. */
  | { status: 'deferred'; reason: string; retry_after_ms?: number }
  /** The provider may have the message: never sent again automatically. */
  | { status: 'unknown'; reason: string };

/** The connection is open and authenticated; `submit` only transmits. */
export interface Ready {
  status: 'ready';
  submit(): Promise<Submission>;
  /** Gives the connection back when the message is not submitted; does nothing after `submit`. */
  release(): void;
}

export interface Provider {
  /** The name in messages and domain events, e.g. `smtp`. */
  readonly name: string;
  readonly channel: Channel;
  /** How many messages it accepts at the same time. */
  readonly concurrency: number;
  /** Does all work that is possible before the message's slot opens. Returns a submission if that fails. */
  prepare(message: RenderedMessage): Promise<Ready | Submission>;
  close(): Promise<void>;
}
