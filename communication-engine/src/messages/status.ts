import type { MessageStatus } from '@lead-nurturing/contracts/messages/message';

/**
 * What may follow. Nothing leads out of `unknown` but the truth, should it still come: least of all `queued`, for the
 * provider may have the message.
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

/** The statuses a message may have when it becomes this one: the condition of every update. */
export const statusesBefore = (to: MessageStatus): MessageStatus[] =>
  MESSAGE_STATUSES.filter((from) => mayFollow(from, to));
