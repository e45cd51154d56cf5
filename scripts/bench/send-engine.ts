import { z } from 'zod';
import { template, requests } from './mails.ts';
import type { MailSink } from './mail-sink.ts';
import { startService } from './service.ts';

/** The rate limit is set so high that it delays nothing. */
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
  /** Messages per second, from the first request until the mail server has the last message. */
  rate: number;
  /** Messages per second that the API accepted (rendered and stored), from the first request to the last response. */
  accepted: number;
  /** Largest resident memory of the service in MB. */
  memory: number;
}

/** Sends messages through `POST /messages/send/bulk` of a new Communication Engine process with a new database. */
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
