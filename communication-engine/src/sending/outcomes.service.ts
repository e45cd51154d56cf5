import type { DeadLetters } from '@lead-nurturing/service-kit/dead-letters/dead-letter.service';
import type { InTransaction } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { needsSomebody, type Outcome } from '../messages/change';
import { deadLetterOf } from '../messages/dead-letter';
import { domainEventsOf } from '../messages/message-event';
import type { QueueStore } from '../messages/queue.store';

export type Outcomes = ReturnType<typeof createOutcomes>;

export interface OutcomesDeps {
  queue: QueueStore;
  inTransaction: InTransaction;
  outbox: Outbox;
  deadLetters: DeadLetters;
  clock: Clock;
}

/** Writes down what became of messages. */
export function createOutcomes({ queue, inTransaction, outbox, deadLetters, clock }: OutcomesDeps) {
  /** Status, history, facts and dead letters at once; of what is no longer ours nothing. */
  const changeAll = (company: string, outcomes: readonly Outcome[]): Promise<void> =>
    inTransaction(async (session) => {
      const at = clock.now();
      const ours = await queue.ours(session, outcomes);
      if (ours.length === 0) return;
      await queue.change(session, ours, at);
      const domainEvents = ours.flatMap(({ message, to }) => domainEventsOf(message, to, at));
      await outbox.append(session, company, domainEvents);
      for (const { message, to } of ours)
        if (needsSomebody(to))
          await deadLetters.ofMessage(session, company, message._id, deadLetterOf(message, to.reason));
    });

  /** A company's messages together, for its facts are. */
  const write = async (outcomes: readonly Outcome[]): Promise<void> => {
    const companies = Map.groupBy(outcomes, ({ message }) => message.company_id);
    for (const [company, ofCompany] of companies) await changeAll(company, ofCompany);
  };

  return { write };
}
