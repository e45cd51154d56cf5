import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';
import type { Session } from '@lead-nurturing/service-kit/mongo/transaction';
import { createWrite } from '@lead-nurturing/service-kit/mongo/write';
import { eventModel } from './event.model';

export type EventStore = ReturnType<typeof createEventStore>;

/** Callers choose the names of features, so the number that a lead shows is bounded. */
const FEATURES_SHOWN = 100;

export function createEventStore(connection: Connection) {
  const events = eventModel(connection);
  return {
    findByKey: (session: Session, company: string, key: string) =>
      events.findOne({ company_id: company, idempotency_key: key }, null, { session }).lean(),
    /** Idempotency key → lead id, for the keys that are recorded. */
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
    /** Lead id → number of logins since a time, of the leads that have any. */
    countLogins: async (company: string, leadIds: readonly string[], since: Date, session: Session | null) => {
      const ofThese = { company_id: company, lead_id: { $in: [...leadIds] }, event_type: 'login' as const };
      const counted = await events
        .aggregate<{ _id: string; logins: number }>([
          { $match: { ...ofThese, timestamp: { $gte: since } } },
          { $group: { _id: '$lead_id', logins: { $sum: 1 } } },
        ])
        .session(session);
      return new Map(counted.map(({ _id, logins }) => [_id, logins]));
    },
    /** Lead id → names of the features used, each once, of the leads that used any. */
    features: async (company: string, leadIds: readonly string[], session: Session | null) => {
      const ofThese = { company_id: company, lead_id: { $in: [...leadIds] }, event_type: 'feature_used' as const };
      const used = await events
        .aggregate<{ _id: string; features: string[] }>([
          { $match: { ...ofThese, 'metadata.feature': { $type: 'string' } } },
          { $group: { _id: { lead_id: '$lead_id', feature: '$metadata.feature' } } },
          { $sort: { '_id.feature': 1 } },
          { $group: { _id: '$_id.lead_id', features: { $firstN: { n: FEATURES_SHOWN, input: '$_id.feature' } } } },
        ])
        .session(session);
      return new Map(used.map(({ _id, features }) => [_id, features]));
    },
    write: createWrite(events),
  };
}
