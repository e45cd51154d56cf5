import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { createWrite } from '@lead-nurturing/service-kit/mongo/write';
import { messageModel, type MessageDocument } from './message.model';

export type MessageStore = ReturnType<typeof createMessageStore>;

export function createMessageStore(connection: Connection) {
  const messages = messageModel(connection);
  const write = createWrite(messages);
  return {
    insert: (session: Session, inserted: readonly MessageDocument[]) => write(session, { inserted }),
    /** The messages with these idempotency keys, of any age. */
    ofKeys: (session: Session, company: string, keys: readonly string[]) =>
      messages.find({ company_id: company, idempotency_key: { $in: keys } }, null, { session }).lean(),
    find: (company: string, id: string, session: Session | null = null) =>
      messages.findOne({ _id: id, company_id: company }, null, { session }).lean(),
  };
}
