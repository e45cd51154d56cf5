import { z } from 'zod';
import { template, requests } from './mails.ts';
import type { MailSink } from './mail-sink.ts';
import { startService } from './service.ts';

/** The limit is out of the way. */
const ENV = {
  PUBLIC_URL: 'http://127.0.0.1:1',
  TRACKING_SECRET: 'a secret for this benchmark, and no other',
  EMAIL_PROVIDER: 'smtp',
  EMAIL_FROM: 'Bench <bench@example.com>',
  EMAIL_RATE_LIMIT: '10000',
};
const BULK = 100;
const Accepted = z.object({ results: z.array(z.object({ status: z.literal('done') })) });

interface Sent {
  /** Messages a second, from the first request until the server has the last of them. */
  rate: number;
  /** Messages a second that were accepted (rendered and stored) as long as there were some to accept. */
  accepted: number;
  /** MB at the most. */
  memory: number;
}

/** From `POST /messages/send/bulk` to the mail server, by a Communication Engine process of its own on a fresh database. */
export async function sendThroughEngine(mongoUri: string, sink: MailSink, count: number): Promise<Sent> {
  const service = await startService('communication-engine', mongoUri, { ...ENV, SMTP_URL: sink.url });
  try {
    await service.post('/templates', template);
    const all = requests(count);
    const began = performance.now();
    const arrived = sink.until(count);
    for (let from = 0; from < count; from += BULK)
      Accepted.parse(await service.post('/messages/send/bulk', { items: all.slice(from, from + BULK) }));
    const accepted = performance.now() - began;
    await arrived;
    const sent = performance.now() - began;
    if (new Set(sink.ids).size !== count) throw new Error('messages went out twice');
    return { rate: count / (sent / 1_000), accepted: count / (accepted / 1_000), memory: service.memory() };
  } finally {
    await service.stop();
  }
}
