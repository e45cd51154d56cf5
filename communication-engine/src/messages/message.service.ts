import { MessageAccepted, type Message, type SendMessage } from '@lead-nurturing/contracts/message';
import type { DeadLetters } from '@lead-nurturing/service-kit/dead-letters/dead-letter.service';
import { NotFoundError, ValidationError } from '@lead-nurturing/service-kit/errors';
import type { Once } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Outbox } from '@lead-nurturing/service-kit/outbox/outbox';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { renderEmail } from '../templates/render-email';
import type { Templates } from '../templates/template.service';
import { withDefaults } from '../templates/variables';
import type { MessageLinks } from '../tracking/track-links';
import { deadLetterOf } from './dead-letter';
import { draft } from './draft';
import { factsOf } from './message-fact';
import type { MessageDocument } from './message.model';
import type { MessageStore } from './message.store';
import { toMessage } from './to-message';

export type Messages = ReturnType<typeof createMessages>;

interface MessagesDeps {
  messages: MessageStore;
  templates: Templates;
  linksOf: (company: string, messageId: string) => MessageLinks;
  once: Once;
  outbox: Outbox;
  deadLetters: DeadLetters;
  clock: Clock;
  newId: () => string;
}

/** The address of the one channel there is. */
function emailOf({ channel, recipient }: SendMessage): string {
  if (channel !== 'email')
    throw new ValidationError([{ field: 'channel', message: `${channel} messages cannot be sent, only email` }]);
  if (!recipient.email)
    throw new ValidationError([{ field: 'recipient.email', message: 'an e-mail needs an address' }]);
  return recipient.email;
}

export function createMessages(deps: MessagesDeps) {
  const { messages, templates, linksOf, once, outbox, deadLetters, clock, newId } = deps;

  const compose = async (company: string, id: string, send: SendMessage, address: string): Promise<MessageDocument> => {
    const template = await templates.ofChannel(company, send.template_id, send.channel);
    const variables = { ...withDefaults(template.defaults, send.variables), recipient: send.recipient };
    const rendered = renderEmail({ template, variables, links: linksOf(company, id) });
    return draft({ id, company, send, address, template_version: template.version, rendered, now: clock.now() });
  };

  /** Nobody can have asked for a message that cannot be written, so its sender learns of it as of any other failure. */
  const tellOfFailure = async (session: Session, message: MessageDocument) => {
    if (message.status !== 'failed' || message.reason === null) return;
    const { reason } = message;
    const change = { status: 'failed', reason, given_up: true } as const;
    await outbox.append(session, message.company_id, factsOf(message, change, message.created_at));
    await deadLetters.ofMessage(session, message.company_id, message._id, deadLetterOf(message, reason));
  };

  return {
    /** Queues a message, once for its key; a repeat is answered with what the first was answered. */
    accept: async (company: string, send: SendMessage): Promise<MessageAccepted> => {
      const address = emailOf(send);
      const id = newId();
      const operation = { company, operation: 'message.send', key: send.idempotency_key, result: MessageAccepted };
      const first = await once(operation, async (session): Promise<MessageAccepted> => {
        const message = await compose(company, id, send, address);
        await messages.insert(session, message);
        await tellOfFailure(session, message);
        return { result: 'accepted', message: toMessage(message) };
      });
      return first.message.id === id ? first : { ...first, result: 'duplicate' };
    },
    get: async (company: string, id: string): Promise<Message> => {
      const found = await messages.find(company, id);
      if (!found) throw new NotFoundError('message', id);
      return toMessage(found);
    },
  };
}
