import type { MessageDocument } from './message.model';

/** What becomes of a message that was being handed over. */
export type Change =
  | { status: 'submitted'; provider: string; provider_id: string }
  | { status: 'skipped'; reason: string }
  /** Given up on means a dead letter; refused is simply an end. */
  | { status: 'failed'; reason: string; given_up: boolean }
  | { status: 'unknown'; reason: string }
  | { status: 'queued'; reason: string; attempts: number; next_attempt_at: Date };

/** What is to be written down of a message. */
export interface Outcome {
  message: MessageDocument;
  to: Change;
}

export const needsSomebody = (change: Change): change is Extract<Change, { reason: string }> =>
  change.status === 'unknown' || (change.status === 'failed' && change.given_up);
