import type { SendMessage } from '@lead-nurturing/contracts/messages/message';
import { AppError, NotFoundError, ValidationError } from '@lead-nurturing/service-kit/errors';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { renderEmail } from '../templates/render-email';
import type { TemplateDocument } from '../templates/template.model';
import type { Templates } from '../templates/template.service';
import { withDefaults } from '../templates/variables';
import type { MessageLinks } from '../tracking/track-links';
import { draft } from './draft';
import type { MessageDocument } from './message.model';

export type Drafts = ReturnType<typeof createDrafts>;

interface DraftsDeps {
  templates: Templates;
  linksOf: (company: string, messageId: string) => MessageLinks;
  clock: Clock;
  newId: () => string;
  /** Resolves when whoever else waits for the process has had it. */
  yieldToEventLoop: () => Promise<void>;
}

/** The address of the one channel there is. */
function emailOf({ channel, recipient }: SendMessage): string {
  if (channel !== 'email')
    throw new ValidationError([{ field: 'channel', message: `${channel} messages cannot be sent, only email` }]);
  if (!recipient.email)
    throw new ValidationError([{ field: 'recipient.email', message: 'an e-mail needs an address' }]);
  return recipient.email;
}

/** Messages as they will go out, not stored yet. */
export function createDrafts({ templates, linksOf, clock, newId, yieldToEventLoop }: DraftsDeps) {
  const compose = (company: string, send: SendMessage, address: string, template: TemplateDocument | undefined) => {
    if (!template) throw new NotFoundError('template', send.template_id);
    const id = newId();
    const variables = { ...withDefaults(template.defaults, send.variables), recipient: send.recipient };
    const rendered = renderEmail({ template, variables, links: linksOf(company, id) });
    const { version: template_version } = template;
    return draft({ id, company, send, address, template_version, rendered, now: clock.now() });
  };

  const composed = (company: string, send: SendMessage, known: Map<string, TemplateDocument>) => {
    try {
      return compose(company, send, emailOf(send), known.get(send.template_id));
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  };

  return {
    /** In the order of `sends`; what cannot be accepted is the error that says why. */
    of: async (company: string, sends: readonly SendMessage[]) => {
      const known = await templates.ofChannel(company, 'email', [
        ...new Set(sends.map(({ template_id }) => template_id)),
      ]);
      const drafted: (MessageDocument | AppError)[] = [];
      for (const send of sends) {
        drafted.push(composed(company, send, known));
        await yieldToEventLoop(); // rendering has the process to itself
      }
      return drafted;
    },
  };
}
