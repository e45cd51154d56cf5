import type { SendMessage } from '@lead-nurturing/contracts/messages/message';
import { AppError, NotFoundError, ValidationError } from '@lead-nurturing/service-kit/errors';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import type { Rendered, Renderer } from '../templates/render.host';
import type { TemplateDocument } from '../templates/template.model';
import type { Templates } from '../templates/template.service';
import { draft } from './draft';
import type { MessageDocument } from './message.model';

export type Drafts = ReturnType<typeof createDrafts>;

interface DraftsDeps {
  templates: Templates;
  renderer: Pick<Renderer, 'renderAll'>;
  clock: Clock;
  newId: () => string;
}

/** A request that can become a message: its address and template are known. */
interface Sendable {
  id: string;
  send: SendMessage;
  address: string;
  template: TemplateDocument;
}

const TOO_LARGE = new AppError(
  413,
  'RENDERED_TOO_LARGE',
  'The rendered messages before this one fill the memory of the request. Send this message again in a smaller request.',
);

/** The address for the only channel so far, e-mail. Throws a `ValidationError` for other channels. */
function emailOf({ channel, recipient }: SendMessage): string {
  if (channel !== 'email')
    throw new ValidationError([{ field: 'channel', message: `${channel} messages cannot be sent, only email` }]);
  if (!recipient.email)
    throw new ValidationError([{ field: 'recipient.email', message: 'an e-mail needs an address' }]);
  return recipient.email;
}

/** Prepares messages: rendered, but not stored. */
export function createDrafts({ templates, renderer, clock, newId }: DraftsDeps) {
  const sendable = (send: SendMessage, known: ReadonlyMap<string, TemplateDocument>): Sendable | AppError => {
    try {
      const address = emailOf(send);
      const template = known.get(send.template_id);
      if (!template) throw new NotFoundError('template', send.template_id);
      return { id: newId(), send, address, template };
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  };

  const render = (company: string, sendables: readonly Sendable[]): Promise<Rendered[]> => {
    const used = [...new Set(sendables.map(({ template }) => template))];
    return renderer.renderAll({
      company,
      templates: used.map(({ template_id, version, subject, html, text, defaults }) => ({
        key: JSON.stringify([company, template_id, version]),
        ...{ subject, html, text, defaults },
      })),
      jobs: sendables.map(({ id, send, template }) => ({
        message_id: id,
        template: used.indexOf(template),
        variables: { ...send.variables, recipient: send.recipient },
      })),
    });
  };

  return {
    /** In the order of `sends`: the rendered message, or the error that says why it cannot be accepted. */
    of: async (company: string, sends: readonly SendMessage[]): Promise<(MessageDocument | AppError)[]> => {
      const ids = new Set(sends.map(({ template_id }) => template_id));
      const known = await templates.ofChannel(company, 'email', [...ids]);
      const prepared = sends.map((send) => sendable(send, known));
      const rendered = await render(
        company,
        prepared.flatMap((one) => (one instanceof AppError ? [] : one)),
      );
      return prepared.map((one) => {
        if (one instanceof AppError) return one;
        const result = rendered.shift();
        if (!result) throw new Error('a message without its rendering');
        if (result.status === 'over_budget') return TOO_LARGE;
        const { id, send, address, template } = one;
        return draft({
          id,
          company,
          send,
          address,
          template_version: template.version,
          rendered: result,
          now: clock.now(),
        });
      });
    },
  };
}
