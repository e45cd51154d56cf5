import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { eventModel } from './event.model';

export type EventStore = ReturnType<typeof createEventStore>;

export function createEventStore(connection: Connection) {
  const events = eventModel(connection);
  return {
    findByKey: (session: Session, company: string, key: string) =>
      events.findOne({ company_id: company, idempotency_key: key }, null, { session }).lean(),
    /** Idempotency key → lead id, of those that are recorded. */
    recorded: async (session: Session, company: string, keys: readonly string[]): Promise<Map<string, string>> => {
      const found = await events
        .find(
          { company_id: company, idempotency_key: { $in: [...keys] } },
          { idempotency_key: 1, lead_id: 1 },
          { session },
        )
        .lean();
      return new Map(found.map(({ idempotency_key, lead_id }) => [idempotency_key, lead_id]));
    },
    countLogins: (company: string, leadId: string, since: Date, session: Session | null) =>
      events
        .countDocuments({ company_id: company, lead_id: leadId, event_type: 'login', timestamp: { $gte: since } })
        .session(session),
    features: async (company: string, leadId: string, session: Session | null): Promise<string[]> => {
      const used: unknown[] = await events
        .distinct('metadata.feature', { company_id: company, lead_id: leadId, event_type: 'feature_used' })
        .session(session);
      return used.filter((feature) => typeof feature === 'string');
    },
  };
}
