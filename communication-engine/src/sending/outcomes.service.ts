import type { DeadLetters } from '@lead-nurturing/service-kit/dead-letters/dead-letter.service';
import type { InTransaction } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { deadLetterOf, domainEventsOf, needsDeadLetter, type Outcome } from '../messages/change';
import type { QueueStore } from '../messages/queue.store';

export type Outcomes = ReturnType<typeof createOutcomes>;

export interface OutcomesDeps {
  queue: QueueStore;
  inTransaction: InTransaction;
  outbox: Outbox;
  deadLetters: DeadLetters;
  clock: Clock;
}

/** Stores outcomes with everything that follows from them. */
export function createOutcomes({ queue, inTransaction, outbox, deadLetters, clock }: OutcomesDeps) {
  /** Status, history, domain events and dead letters in one transaction; skips messages with another claim by now. */
  const changeAll = (company: string, outcomes: readonly Outcome[]): Promise<void> =>
    inTransaction(async (session) => {
      const at = clock.now();
      const ours = await queue.ours(session, outcomes);
      if (ours.length === 0) return;
      await queue.change(session, ours, at);
      const domainEvents = ours.flatMap(({ message, to }) => domainEventsOf(message, to, at));
      await outbox.append(session, company, domainEvents);
      for (const { message, to } of ours)
        if (needsDeadLetter(to))
          await deadLetters.ofMessage(session, company, message._id, deadLetterOf(message, to.reason));
    });

  /** One transaction per company, because an outbox document belongs to one company. */
  const write = async (outcomes: readonly Outcome[]): Promise<void> => {
    const companies = Map.groupBy(outcomes, ({ message }) => message.company_id);
    for (const [company, ofCompany] of companies) await changeAll(company, ofCompany);
  };

  return { write };
}
