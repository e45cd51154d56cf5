import type { Connection } from '@lead-nurturing/service-kit/mongo/connect';

/** The facts of a type told about a lead, in the lead's own order. */
export async function factsAbout(connection: Connection, leadId: string, type: string) {
  const found = await connection
    .collection('outbox')
    .aggregate([
      { $unwind: '$facts' },
      { $match: { 'facts.type': type, 'facts.data.lead_id': leadId } },
      { $sort: { 'facts.lead_seq': 1 } },
    ])
    .toArray();
  return found.map(({ facts }) => facts as { lead_seq: number; data: Record<string, unknown> });
}
