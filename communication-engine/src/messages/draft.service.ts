import type { SendMessage } from '@lead-nurturing/contracts/messages/message';
import { AppError, NotFoundError, ValidationError } from '@lead-nurturing/service-kit/errors';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { addressHash } from './address-hash';
import type { Rendered, Renderer } from '../templates/render.host';
import type { RenderedEmail } from '../templates/render-protocol';
import type { TemplateDocument } from '../templates/template.model';
import type { TemplateService } from '../templates/template.service';
import type { MessageDocument } from './message.model';

export type Drafts = ReturnType<typeof createDrafts>;

interface DraftsDeps {
  templates: Pick<TemplateService, 'ofChannel'> & { renderer: Pick<Renderer, 'renderAll'> };
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

/** The fields of a message before its first submission. */
const NEW = {
  attempts: 0,
  claim: null,
  submitting_since: null,
  provider: null,
  provider_id: null,
  opened_at: null,
  clicked_at: null,
  clicked_links: [],
  unsubscribed_at: null,
  last_engaged_at: null,
};

/** The message as it is accepted: queued, or failed if its template could not be rendered. */
function messageOf(company: string, { id, send, address, template }: Sendable, rendered: RenderedEmail, now: Date) {
  const failed = rendered.status === 'failed';
  const status = failed ? ('failed' as const) : ('queued' as const);
  const reason = failed ? rendered.reason : null;
  return {
    _id: id,
    company_id: company,
    idempotency_key: send.idempotency_key,
    lead_id: send.lead_id,
    person_id: send.person_id ?? null,
    product_id: send.product_id,
    channel: send.channel,
    template_id: send.template_id,
    template_version: template.version,
    recipient: { email: address, name: send.recipient.name ?? null },
    address_hash: addressHash(company, address),
    content: failed ? null : rendered.content,
    sequence: send.sequence ?? null,
    status,
    reason,
    history: [{ status, at: now, reason }],
    ...NEW,
    next_attempt_at: now,
    created_at: now,
    updated_at: now,
  };
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
export function createDrafts({ templates, clock, newId }: DraftsDeps) {
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
    return templates.renderer.renderAll({
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
        if (!result) throw new Error('the renderer has to answer each message');
        if (result.status === 'over_budget') return TOO_LARGE;
        return messageOf(company, one, result, clock.now());
      });
    },
  };
}
