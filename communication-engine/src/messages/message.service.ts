import { MessageAccepted, type Message, type SendMessage } from '@lead-nurturing/contracts/messages/message';
import type { DeadLetters } from '@lead-nurturing/service-kit/dead-letters/dead-letter.service';
import { AppError, NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { IdempotentEach } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import { deadLetterOf } from './dead-letter';
import type { Drafts } from './draft.service';
import { domainEventsOf } from './message-event';
import type { MessageDocument } from './message.model';
import type { MessageStore } from './message.store';
import { toMessage } from './to-message';

export type Messages = ReturnType<typeof createMessages>;

interface MessagesDeps {
  messages: MessageStore;
  drafts: Drafts;
  idempotentEach: IdempotentEach;
  outbox: Outbox;
  deadLetters: DeadLetters;
}

/** 409: this is no repeat. What else differs may: a repeat comes from the workflow of today. */
class KeyTakenError extends AppError {
  constructor(key: string) {
    super(409, 'IDEMPOTENCY_KEY_TAKEN', 'This idempotency_key names a message to another lead.', {
      idempotency_key: key,
    });
  }
}

const acceptedAs = (message: MessageDocument): MessageAccepted => ({ result: 'accepted', message: toMessage(message) });

export function createMessages({ messages, drafts, idempotentEach, outbox, deadLetters }: MessagesDeps) {
  /** A message that cannot be written is told of and kept as any other that failed. */
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

  const queue = (company: string, drafted: readonly MessageDocument[]) => {
    const keys = drafted.map(({ idempotency_key }) => idempotency_key);
    return idempotentEach(
      { company, operation: 'message.send', keys, result: MessageAccepted },
      async (session, fresh) => {
        // A first answer is kept for a while, its message for good.
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

  /** Queues messages together, each once for its key; a repeat is answered with what the first was answered. */
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
