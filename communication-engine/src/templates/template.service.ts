import { isDeepStrictEqual } from 'node:util';
import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { PutTemplate, Template, TemplateSaved } from '@lead-nurturing/contracts/templates/template';
import { NotFoundError, ValidationError } from '@lead-nurturing/service-kit/errors';
import type { InTransaction } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { syntaxError } from './liquid';
import type { TemplateDocument } from './template.model';
import type { TemplateStore } from './template.store';

export type Templates = ReturnType<typeof createTemplates>;

interface TemplatesDeps {
  templates: TemplateStore;
  inTransaction: InTransaction;
  clock: Clock;
  newId: () => string;
}

const PARTS = ['subject', 'html', 'text'] as const;

const contentOf = ({ channel, name, subject, html, text, defaults }: PutTemplate | TemplateDocument) => ({
  channel,
  name,
  subject: subject ?? null,
  html: html ?? null,
  text: text ?? null,
  defaults,
});

const toTemplate = (template: TemplateDocument): Template => ({
  template_id: template.template_id,
  version: template.version,
  ...contentOf(template),
  created_at: template.created_at.toISOString(),
  updated_at: template.updated_at.toISOString(),
});

function check(template: PutTemplate): void {
  if (template.channel !== 'email')
    throw new ValidationError([
      { field: 'channel', message: `there are no ${template.channel} templates, only email` },
    ]);
  const wrong = PARTS.flatMap((field) => {
    const message = syntaxError(template[field] ?? '');
    return message === null ? [] : [{ field, message }];
  });
  if (wrong.length > 0) throw new ValidationError(wrong);
}

export function createTemplates({ templates, inTransaction, clock, newId }: TemplatesDeps) {
  return {
    /** Another content is another version; the same content changes nothing. */
    put: async (company: string, put: PutTemplate): Promise<TemplateSaved> => {
      check(put);
      return inTransaction(async (session) => {
        const now = clock.now();
        const found = await templates.find(company, put.template_id, session);
        if (!found) {
          const fresh = { _id: newId(), company_id: company, template_id: put.template_id, version: 1 };
          const created = { ...fresh, ...contentOf(put), created_at: now, updated_at: now };
          await templates.insert(session, created);
          return { result: 'created', template: toTemplate(created) };
        }
        if (isDeepStrictEqual(contentOf(found), contentOf(put)))
          return { result: 'unchanged', template: toTemplate(found) };
        const updated = { ...found, ...contentOf(put), version: found.version + 1, updated_at: now };
        await templates.replace(session, updated);
        return { result: 'updated', template: toTemplate(updated) };
      });
    },
    get: async (company: string, templateId: string): Promise<Template> => {
      const found = await templates.find(company, templateId);
      if (!found) throw new NotFoundError('template', templateId);
      return toTemplate(found);
    },
    /** A template of another channel is no template for this one. */
    ofChannel: async (company: string, channel: Channel, templateIds: readonly string[]) => {
      const found = await templates.findMany(company, channel, templateIds);
      return new Map(found.map((template) => [template.template_id, template]));
    },
  };
}
