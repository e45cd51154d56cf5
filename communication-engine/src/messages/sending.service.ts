import type { DeadLetters } from '@lead-nurturing/service-kit/dead-letters/dead-letter.service';
import type { InTransaction } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Provider, Submission } from '../channels/provider';
import type { SuppressionStore } from '../suppression/suppression.store';
import { changeAfter, needsSomebody, type Change } from './change';
import { deadLetterOf } from './dead-letter';
import { factsOf } from './message-fact';
import type { MessageDocument } from './message.model';
import type { QueueStore } from './queue.store';

export type Sending = ReturnType<typeof createSending>;

export interface SendingDeps {
  queue: QueueStore;
  suppressions: SuppressionStore;
  provider: Provider;
  inTransaction: InTransaction;
  outbox: Outbox;
  deadLetters: DeadLetters;
  clock: Clock;
  newId: () => string;
  /** Between 0 and 1. */
  random: () => number;
}

/** Twice what a hand-over may take: whoever claimed the message is gone. */
const LOST_AFTER_MS = 60_000;
const LOST_AT_ONCE = 100;

/** What happens to a message between the queue and its end; when it happens is the sender's business. */
export function createSending(deps: SendingDeps) {
  const { queue, suppressions, provider, inTransaction, outbox, deadLetters, clock, newId, random } = deps;
  const { channel } = provider;

  /** Status, history, fact and dead letter at once; false when the message is no longer ours. */
  const change = (message: MessageDocument, to: Change): Promise<boolean> =>
    inTransaction(async (session) => {
      const at = clock.now();
      if (!(await queue.move(session, message, to, at))) return false;
      await outbox.append(session, message.company_id, factsOf(message, to, at));
      if (needsSomebody(to))
        await deadLetters.ofMessage(session, message.company_id, message._id, deadLetterOf(message, to.reason));
      return true;
    });

  return {
    /** How many messages wait, counted up to `limit`. */
    due: (limit: number) => queue.countDue(channel, clock.now(), limit),

    /** The next message to hand over; the suppressed ones before it are skipped. */
    next: async (): Promise<MessageDocument | null> => {
      for (;;) {
        const message = await queue.claim(channel, { claim: newId(), now: clock.now() });
        if (!message) return null;
        if (!(await suppressions.has(message.company_id, channel, message.address_hash))) return message;
        await change(message, { status: 'skipped', reason: 'suppressed' });
      }
    },

    /** Not handed over after all: it goes back to its place, as if it had not been tried. */
    giveBack: (message: MessageDocument, reason: string) => {
      const { next_attempt_at, attempts } = message;
      return change(message, { status: 'queued', reason, attempts: attempts - 1, next_attempt_at });
    },

    record: (message: MessageDocument, submission: Submission) => {
      const { attempts } = message;
      const circumstances = { provider: provider.name, attempts, now: clock.now(), random: random() };
      return change(message, changeAfter(submission, circumstances));
    },

    /** Declares unknown what a dead worker left behind; true when there may be more. */
    giveUpLost: async (): Promise<boolean> => {
      const before = new Date(clock.now().getTime() - LOST_AFTER_MS);
      const lost = await queue.lost(channel, before, LOST_AT_ONCE);
      for (const message of lost)
        await change(message, { status: 'unknown', reason: 'its worker stopped while handing it over' });
      return lost.length === LOST_AT_ONCE;
    },
  };
}
