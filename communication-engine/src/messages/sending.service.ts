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
import type { Leased, QueueStore } from './queue.store';

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

/** Longer than messages wait for their slots. */
const LEASE_MS = 15_000;
/** Twice what a hand-over may take: whoever began it is gone. */
const LOST_AFTER_MS = 60_000;
const LOST_AT_ONCE = 100;

const fromNow = (clock: Clock, ms: number) => new Date(clock.now().getTime() + ms);

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
    /** The next messages to hand over, for a while nobody else's; those to suppressed addresses are skipped. */
    lease: async (limit: number): Promise<Leased[]> => {
      const lease = { claim: newId(), now: clock.now(), until: fromNow(clock, LEASE_MS), limit };
      const leased = await queue.lease(channel, lease);
      const suppressed = await suppressions.among(leased.map(({ message }) => message));
      for (const message of suppressed) await change(message, { status: 'skipped', reason: 'suppressed' });
      return leased.filter(({ message }) => !suppressed.includes(message));
    },

    release: queue.release,

    /** Null when the message is no longer ours to hand over. */
    begin: (leased: Leased) => queue.begin(leased, clock.now()),

    /** Begun, but not handed over after all: it goes back to its place, as if it had not been tried. */
    giveBack: (message: MessageDocument, { due_at }: Leased) => {
      const attempts = message.attempts - 1;
      return change(message, { status: 'queued', reason: 'its turn had passed', attempts, next_attempt_at: due_at });
    },

    record: (message: MessageDocument, submission: Submission) => {
      const { attempts } = message;
      const circumstances = { provider: provider.name, attempts, now: clock.now(), random: random() };
      return change(message, changeAfter(submission, circumstances));
    },

    /** Declares unknown what a dead worker left behind; true when there may be more. */
    giveUpLost: async (): Promise<boolean> => {
      const lost = await queue.lost(channel, fromNow(clock, -LOST_AFTER_MS), LOST_AT_ONCE);
      const reason = 'its worker stopped while handing it over';
      for (const message of lost) await change(message, { status: 'unknown', reason });
      return lost.length === LOST_AT_ONCE;
    },
  };
}
