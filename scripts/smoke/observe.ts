import { MongoClient } from 'mongodb';
import { z } from 'zod';
import type { Launched } from '../system/launch.ts';

const Mail = z.object({ html: z.string() });
const Requests = z.object({ data: z.array(z.object({ method: z.string() })) });

export type Observer = Awaited<ReturnType<typeof createObserver>>;

const read = async (url: string): Promise<unknown> => (await fetch(url)).json();

/** Reads the results of the logins from the databases, the mail inbox and the CRM's list of requests. */
export async function createObserver({ addresses, mongoUri }: Launched) {
  const client = await MongoClient.connect(mongoUri);
  const tracker = client.db('lead_tracker');
  const engine = client.db('communication_engine');
  const mails = async () => z.array(Mail).parse(await read(`${addresses.inbox}/api/email`));
  return {
    close: () => client.close(),
    events: (event_type: string, lead_id?: string) =>
      tracker.collection('lead_events').countDocuments({ event_type, ...(lead_id && { lead_id }) }),
    leads: () => tracker.collection('leads').countDocuments(),
    movesTo: (stage: string) =>
      tracker.collection('audit').countDocuments({ action: 'stage.moved', 'details.to': stage }),
    mails: async () => (await mails()).length,
    firstMail: async () => (await mails())[0],
    leadOfMessage: async (id: string): Promise<string> => {
      const message = await engine.collection<{ _id: string; lead_id: string }>('messages').findOne({ _id: id });
      return message?.lead_id ?? '';
    },
    score: async (id: string): Promise<number> => {
      const lead = await tracker.collection<{ _id: string; score_hundredths: number }>('leads').findOne({ _id: id });
      return (lead?.score_hundredths ?? 0) / 100;
    },
    writesToCrm: async () => {
      const { data } = Requests.parse(await read(`${addresses.crm}/sandbox/requests`));
      return data.filter(({ method }) => method !== 'GET').length;
    },
    deadLetters: async () =>
      (await tracker.collection('dead_letters').countDocuments()) +
      (await engine.collection('dead_letters').countDocuments()),
  };
}
