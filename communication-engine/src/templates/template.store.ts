import type { Channel } from '@lead-nurturing/contracts/common/channel';
import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { templateModel, type TemplateDocument } from './template.model';

export type TemplateStore = ReturnType<typeof createTemplateStore>;

export function createTemplateStore(connection: Connection) {
  const templates = templateModel(connection);
  return {
    find: (company: string, templateId: string, session: Session | null = null) =>
      templates.findOne({ company_id: company, template_id: templateId }, null, { session }).lean(),
    findMany: (company: string, channel: Channel, templateIds: readonly string[]) =>
      templates.find({ company_id: company, channel, template_id: { $in: [...templateIds] } }).lean(),
    insert: async (session: Session, template: TemplateDocument) => {
      await templates.insertMany([template], { session });
    },
    replace: async (session: Session, { _id, company_id, ...fields }: TemplateDocument) => {
      await templates.updateOne({ _id, company_id }, { $set: fields }, { session });
    },
  };
}
