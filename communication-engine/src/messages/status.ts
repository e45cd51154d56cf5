import type { MessageStatus } from '@lead-nurturing/contracts/messages/message';

/**
 * The statuses that may follow each status. An `unknown` message is never queued again, because the provider may have
 * accepted it; only a late answer of the provider changes its status.
 */
const next: Record<MessageStatus, readonly MessageStatus[]> = {
  queued: ['submitting', 'skipped'],
  submitting: ['submitted', 'failed', 'queued', 'skipped', 'unknown'],
  unknown: ['submitted', 'failed'],
  submitted: [],
  skipped: [],
  failed: [],
};

export const MESSAGE_STATUSES: readonly MessageStatus[] = [
  'queued',
  'submitting',
  'unknown',
  'submitted',
  'skipped',
  'failed',
];

export const mayFollow = (from: MessageStatus, to: MessageStatus): boolean => next[from].includes(to);

/** The statuses from which a message may change to this one; every update has them in its filter. */
export const statusesBefore = (to: MessageStatus): MessageStatus[] =>
  MESSAGE_STATUSES.filter((from) => mayFollow(from, to));
