import { MessageAccepted, type Message, type SendMessage } from '@lead-nurturing/contracts/messages/message';
import type { DeadLetters } from '@lead-nurturing/service-kit/dead-letters/dead-letter.service';
import { AppError, NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { IdempotentEach } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import { deadLetterOf, domainEventsOf } from './change';
import type { Drafts } from './draft.service';
import type { MessageDocument } from './message.model';
import type { MessageStore } from './message.store';

export type MessageService = ReturnType<typeof createMessageService>;

interface MessageDeps {
  messages: MessageStore;
  drafts: Drafts;
  idempotentEach: IdempotentEach;
  outbox: Outbox;
  deadLetters: DeadLetters;
}

/**
 * 409: the key belongs to a message to another lead or for another product. A repeat may differ in anything else, because
 * the workflow that repeats it may have changed.
 */
class KeyTakenError extends AppError {
  constructor(key: string) {
    super(409, 'IDEMPOTENCY_KEY_TAKEN', 'This idempotency_key names a message to another lead.', {
      idempotency_key: key,
    });
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** The message as callers see it, without address and content. */
const toMessage = (message: MessageDocument): Message => ({
  id: message._id,
  lead_id: message.lead_id,
  product_id: message.product_id,
  channel: message.channel,
  template_id: message.template_id,
  template_version: message.template_version,
  status: message.status,
  reason: message.reason,
  attempts: message.attempts,
  provider: message.provider,
  provider_id: message.provider_id,
  sequence: message.sequence,
  history: message.history.map(({ status, at, reason }) => ({ status, at: at.toISOString(), reason })),
  opened_at: iso(message.opened_at),
  clicked_at: iso(message.clicked_at),
  created_at: message.created_at.toISOString(),
  updated_at: message.updated_at.toISOString(),
});

const acceptedAs = (message: MessageDocument): MessageAccepted => ({ result: 'accepted', message: toMessage(message) });

export function createMessageService({ messages, drafts, idempotentEach, outbox, deadLetters }: MessageDeps) {
  /** Domain event and dead letter of each message that could not be rendered. */
  const publishFailures = async (session: Session, company: string, accepted: readonly MessageDocument[]) => {
    const failed = accepted.flatMap((message) => {
      const { status, reason } = message;
      return status === 'failed' && reason !== null ? [{ message, reason }] : [];
    });
    const domainEvents = failed.flatMap(({ message, reason }) =>
      domainEventsOf(message, { status: 'failed', reason, given_up: true }, message.created_at),
    );
    await outbox.append(session, company, domainEvents);
    for (const { message, reason } of failed)
      await deadLetters.ofMessage(session, company, message._id, deadLetterOf(message, reason));
  };

  /** Stores drafts whose keys are new. Returns by key the first answer, whether it was given now or earlier. */
  const queue = (company: string, drafted: readonly MessageDocument[]) => {
    const keys = drafted.map(({ idempotency_key }) => idempotency_key);
    return idempotentEach(
      { company, operation: 'message.send', keys, result: MessageAccepted },
      async (session, fresh) => {
        // First answers expire, messages do not: a key without an answer may still have its message.
        const kept = await messages.ofKeys(session, company, fresh);
        const known = new Map(kept.map((message) => [message.idempotency_key, message]));
        const first = (key: string) => drafted.find(({ idempotency_key }) => idempotency_key === key) ?? [];
        const accepted = fresh.flatMap((key) => (known.has(key) ? [] : first(key)));
        await messages.insert(session, accepted);
        await publishFailures(session, company, accepted);
        return new Map([...kept, ...accepted].map((message) => [message.idempotency_key, acceptedAs(message)]));
      },
    );
  };

  /**
   * Queues messages in one transaction, each once per idempotency key; a repeat gets the first answer as `duplicate`.
   * Returns one answer or expected error for each message, in order.
   */
  const acceptAll = async (company: string, sends: readonly SendMessage[]): Promise<(MessageAccepted | AppError)[]> => {
    const drafted = await drafts.of(company, sends);
    const good = drafted.flatMap((draft) => (draft instanceof AppError ? [] : draft));
    const firsts = await queue(company, good);
    return drafted.flatMap((draft) => {
      if (draft instanceof AppError) return draft;
      const first = firsts.get(draft.idempotency_key);
      if (!first) return [];
      const { lead_id, product_id } = first.message;
      if (lead_id !== draft.lead_id || product_id !== draft.product_id) return new KeyTakenError(draft.idempotency_key);
      return first.message.id === draft._id ? first : { ...first, result: 'duplicate' as const };
    });
  };

  return {
    acceptAll,
    /** Accepts one message; throws the error of {@link acceptAll}. */
    accept: async (company: string, send: SendMessage): Promise<MessageAccepted> => {
      const [answer] = await acceptAll(company, [send]);
      if (!answer || answer instanceof AppError) throw answer ?? new Error('a message without an answer');
      return answer;
    },
    get: async (company: string, id: string): Promise<Message> => {
      const found = await messages.find(company, id);
      if (!found) throw new NotFoundError('message', id);
      return toMessage(found);
    },
  };
}
