import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';

/** Returns the domain events of a type about a lead, in the order of the lead's versions. */
export async function domainEventsAbout(connection: Connection, leadId: string, type: string) {
  const found = await connection
    .collection('outbox')
    .aggregate([
      { $unwind: '$events' },
      { $match: { 'events.type': type, 'events.data.lead_id': leadId } },
      { $sort: { 'events.lead_seq': 1 } },
    ])
    .toArray();
  return found.map(({ events }) => events as { lead_seq: number; data: Record<string, unknown> });
}
