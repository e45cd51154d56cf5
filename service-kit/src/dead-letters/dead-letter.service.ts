import type { CreateDeadLetter, DeadLetter, DeadLetterQuery } from '@lead-nurturing/contracts/common/dead-letter';
import type { DomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { NotFoundError } from '../errors';
import { toPage } from '../mongo/page';
import type { Session } from '../mongo/transaction';
import type { DeadLetterDocument } from './dead-letter.model';
import type { DeadLetterStore } from './dead-letter.store';

export interface Failure {
  reason: string;
  payload: Record<string, unknown>;
}

export type DeadLetters = ReturnType<typeof createDeadLetters>;

const toDeadLetter = ({ _id, kind, origin, reason, payload, created_at }: DeadLetterDocument): DeadLetter => ({
  id: _id,
  kind,
  origin,
  reason,
  payload,
  created_at: created_at.toISOString(),
});

export function createDeadLetters(store: DeadLetterStore) {
  return {
    /** Keeps a domain event that its subscriber failed on repeatedly, also in a batch of its own. */
    ofDelivery: (company: string, subscriber: string, domainEvent: DomainEvent, reason: string) =>
      store.keep(company, {
        kind: 'delivery',
        origin: subscriber,
        reason,
        payload: { ...domainEvent },
        idempotency_key: `${subscriber}:${domainEvent.event_id}`,
      }),
    /** Keeps a message that failed, in the transaction that sets its status. */
    ofMessage: (session: Session, company: string, messageId: string, failure: Failure) =>
      store.keep(company, { kind: 'message', origin: messageId, ...failure, idempotency_key: messageId }, session),
    /** Keeps a step of an enrollment that failed before there was a message, in the transaction that records the failure. */
    ofStep: (session: Session, company: string, enrollmentId: string, step: number, failure: Failure) => {
      const idempotency_key = `${enrollmentId}:${String(step)}`;
      return store.keep(company, { kind: 'step', origin: enrollmentId, ...failure, idempotency_key }, session);
    },
    /** Keeps a failed n8n execution. */
    ofWorkflow: async (company: string, created: CreateDeadLetter) =>
      toDeadLetter(await store.keep(company, { kind: 'workflow', ...created })),
    get: async (company: string, id: string) => {
      const found = await store.find(company, id);
      if (!found) throw new NotFoundError('dead letter', id);
      return toDeadLetter(found);
    },
    list: async (company: string, { kind, cursor, page_size }: DeadLetterQuery) => {
      const found = await store.list(company, { kind, cursor, limit: page_size + 1 });
      return toPage(found, page_size, toDeadLetter);
    },
  };
}
