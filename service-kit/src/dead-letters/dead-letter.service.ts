import type { CreateDeadLetter, DeadLetter, DeadLetterQuery } from '@lead-nurturing/contracts/common/dead-letter';
import type { DomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { NotFoundError } from '../errors';
import { toPage } from '../mongo/page';
import type { Session } from '../mongo/transaction';
import type { DeadLetterDocument } from './dead-letter.model';
import type { DeadLetterStore } from './dead-letter.store';

export interface GivenUp {
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
    /** A fact its subscriber failed on, again and again and alone. */
    ofDelivery: (company: string, subscriber: string, domainEvent: DomainEvent, reason: string) =>
      store.keep(company, {
        kind: 'delivery',
        origin: subscriber,
        reason,
        payload: { ...domainEvent },
        idempotency_key: `${subscriber}:${domainEvent.event_id}`,
      }),
    /** A message given up on, in the transaction that gives it up. */
    ofMessage: (session: Session, company: string, messageId: string, given: GivenUp) =>
      store.keep(company, { kind: 'message', origin: messageId, ...given, idempotency_key: messageId }, session),
    /** A step of an enrollment that came to no message, in the transaction that notes it. */
    ofStep: (session: Session, company: string, enrollmentId: string, step: number, given: GivenUp) => {
      const idempotency_key = `${enrollmentId}:${String(step)}`;
      return store.keep(company, { kind: 'step', origin: enrollmentId, ...given, idempotency_key }, session);
    },
    /** A failed n8n execution. */
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
