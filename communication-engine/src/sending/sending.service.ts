import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Provider, Submission } from '../channels/provider';
import type { Outcome } from '../messages/change';
import type { MessageDocument } from '../messages/message.model';
import type { Claimed, QueueStore } from '../messages/queue.store';
import type { SuppressionStore } from '../suppression/suppression.store';
import { createBatcher } from './batcher';
import { changeAfter } from './change-after';
import type { Outcomes } from './outcomes.service';

export type Sending = ReturnType<typeof createSending>;

export interface SendingDeps {
  queue: QueueStore;
  outcomes: Outcomes;
  clock: Clock;
  suppression: Pick<SuppressionStore, 'among'>;
  provider: Provider;
  newId: () => string;
  /** Between 0 and 1. */
  random: () => number;
}

/** How long a claim keeps messages from other instances; longer than messages wait for their slots. */
const CLAIM_MS = 15_000;
/** Twice the time that a submission may take; after it the instance that began the submission must have died. */
const STALE_AFTER_MS = 60_000;
const REAP_BATCH_SIZE = 100;

const fromNow = (clock: Clock, ms: number) => new Date(clock.now().getTime() + ms);

/** The address was suppressed after the message was claimed. */
export interface Withdrawn {
  status: 'withdrawn';
}

/** The end of an attempt; null if the message missed all its slots. */
export type Answer = Submission | Withdrawn | null;

type Submit = (message: MessageDocument) => Promise<Answer>;

const SKIPPED = { status: 'skipped', reason: 'suppressed' } as const;

type BeginDeps = Pick<SendingDeps, 'queue' | 'suppression' | 'clock'>;

/** Begins submissions in batches: checks suppression again, and drops messages that another instance has claimed. */
const createBegin = ({ queue, suppression, clock }: BeginDeps) =>
  createBatcher(async (all: readonly Claimed[]) => {
    const withdrawn = new Set(await suppression.among(all.map(({ message }) => message)));
    const willing = all.filter(({ message }) => !withdrawn.has(message));
    return { withdrawn, begun: await queue.begin(willing, clock.now()) };
  });

/** The steps of a message from the queue to its outcome; the sender decides their time. */
export function createSending(deps: SendingDeps) {
  const { queue, outcomes, suppression, provider, clock, newId, random } = deps;
  const { channel } = provider;
  const begin = createBegin(deps);
  const isSuppressed = async (message: MessageDocument) => (await suppression.among([message])).length > 0;

  /** A message without an answer goes back to the queue, and the attempt does not count. */
  const outcomeOf = (message: MessageDocument, { due_at }: Claimed, answer: Answer): Outcome => {
    const { attempts } = message;
    const back = { reason: 'it missed its slots', attempts: attempts - 1, next_attempt_at: due_at };
    if (!answer) return { message, to: { status: 'queued', ...back } };
    if (answer.status === 'withdrawn') return { message, to: SKIPPED };
    const circumstances = { provider: provider.name, attempts, now: clock.now(), random: random() };
    return { message, to: changeAfter(answer, circumstances) };
  };

  return {
    /** Claims the next due messages for {@link CLAIM_MS}; those to suppressed addresses get the status `skipped`. */
    claim: async (limit: number): Promise<Claimed[]> => {
      const claim = { claim: newId(), now: clock.now(), until: fromNow(clock, CLAIM_MS), limit };
      const claimed = await queue.claim(channel, claim);
      const suppressed = await suppression.among(claimed.map(({ message }) => message));
      await outcomes.write(suppressed.map((message) => ({ message, to: SKIPPED })));
      return claimed.filter(({ message }) => !suppressed.includes(message));
    },

    release: queue.release,

    isSuppressed,

    /** Submits a message now. Returns its outcome; null if another instance has claimed the message. */
    attempt: async (claimed: Claimed, submit: Submit): Promise<Outcome | null> => {
      const { withdrawn, begun } = await begin(claimed);
      if (withdrawn.has(claimed.message)) return outcomeOf(claimed.message, claimed, { status: 'withdrawn' });
      const message = begun.get(claimed.message._id);
      return message ? outcomeOf(message, claimed, await submit(message)) : null;
    },

    /** Sets messages to `unknown` whose instance died while it submitted them. Returns true if there may be more. */
    reapStaleSubmissions: async (): Promise<boolean> => {
      const stale = await queue.stale(channel, fromNow(clock, -STALE_AFTER_MS), REAP_BATCH_SIZE);
      const to = { status: 'unknown', reason: 'the instance ended while it submitted the message' } as const;
      await outcomes.write(stale.map((message) => ({ message, to })));
      return stale.length === REAP_BATCH_SIZE;
    },
  };
}
