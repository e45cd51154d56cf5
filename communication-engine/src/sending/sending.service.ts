import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Provider, Submission } from '../channels/provider';
import type { SuppressionStore } from '../suppression/suppression.store';
import type { Outcome } from '../messages/change';
import type { MessageDocument } from '../messages/message.model';
import { changeAfter } from './change-after';
import type { Outcomes } from './outcomes.service';
import type { Claimed, QueueStore } from '../messages/queue.store';
import { createBatcher } from './batcher';

export type Sending = ReturnType<typeof createSending>;

export interface SendingDeps {
  queue: QueueStore;
  outcomes: Outcomes;
  clock: Clock;
  suppressions: SuppressionStore;
  provider: Provider;
  newId: () => string;
  /** Between 0 and 1. */
  random: () => number;
}

/** Longer than messages wait for their slots. */
const CLAIM_MS = 15_000;
/** Twice what a hand-over may take: whoever began it is gone. */
const STALE_AFTER_MS = 60_000;
const REAP_BATCH_SIZE = 100;

const fromNow = (clock: Clock, ms: number) => new Date(clock.now().getTime() + ms);

/** Its address was suppressed since it was leased. */
export interface Withdrawn {
  status: 'withdrawn';
}

/** How handing over ended; null when its time never came. */
export type Answer = Submission | Withdrawn | null;

type Submit = (message: MessageDocument) => Promise<Answer>;

const SKIPPED = { status: 'skipped', reason: 'suppressed' } as const;

type BeginDeps = Pick<SendingDeps, 'queue' | 'suppressions' | 'clock'>;

/** Those of all lanes together, just before they are handed over; without whom somebody else has taken. */
const createBegin = ({ queue, suppressions, clock }: BeginDeps) =>
  createBatcher(async (all: readonly Claimed[]) => {
    const withdrawn = new Set(await suppressions.among(all.map(({ message }) => message)));
    const willing = all.filter(({ message }) => !withdrawn.has(message));
    return { withdrawn, begun: await queue.begin(willing, clock.now()) };
  });

/** What happens to a message between the queue and its end; when it happens is the sender's business. */
export function createSending(deps: SendingDeps) {
  const { queue, outcomes, suppressions, provider, clock, newId, random } = deps;
  const { channel } = provider;
  const begin = createBegin(deps);
  const isSuppressed = async (message: MessageDocument) => (await suppressions.among([message])).length > 0;

  /** Without an answer it goes back, as if it had not been tried. */
  const outcomeOf = (message: MessageDocument, { due_at }: Claimed, answer: Answer): Outcome => {
    const { attempts } = message;
    const back = { reason: 'its turn had passed', attempts: attempts - 1, next_attempt_at: due_at };
    if (!answer) return { message, to: { status: 'queued', ...back } };
    if (answer.status === 'withdrawn') return { message, to: SKIPPED };
    const circumstances = { provider: provider.name, attempts, now: clock.now(), random: random() };
    return { message, to: changeAfter(answer, circumstances) };
  };

  return {
    /** The next messages to hand over, for a while nobody else's; those to suppressed addresses are skipped. */
    claim: async (limit: number): Promise<Claimed[]> => {
      const claim = { claim: newId(), now: clock.now(), until: fromNow(clock, CLAIM_MS), limit };
      const claimed = await queue.claim(channel, claim);
      const suppressed = await suppressions.among(claimed.map(({ message }) => message));
      await outcomes.write(suppressed.map((message) => ({ message, to: SKIPPED })));
      return claimed.filter(({ message }) => !suppressed.includes(message));
    },

    release: queue.release,

    isSuppressed,

    /** What becomes of a message that is handed over now; null when it is no longer ours to hand over. */
    attempt: async (claimed: Claimed, submit: Submit): Promise<Outcome | null> => {
      const { withdrawn, begun } = await begin(claimed);
      if (withdrawn.has(claimed.message)) return outcomeOf(claimed.message, claimed, { status: 'withdrawn' });
      const message = begun.get(claimed.message._id);
      return message ? outcomeOf(message, claimed, await submit(message)) : null;
    },

    /** Declares unknown what a dead worker left behind; true when there may be more. */
    reapStaleSubmissions: async (): Promise<boolean> => {
      const stale = await queue.stale(channel, fromNow(clock, -STALE_AFTER_MS), REAP_BATCH_SIZE);
      const to = { status: 'unknown', reason: 'its worker stopped while handing it over' } as const;
      await outcomes.write(stale.map((message) => ({ message, to })));
      return stale.length === REAP_BATCH_SIZE;
    },
  };
}
