import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';

/** The facts of a type told about a lead, in the lead's own order. */
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
