import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../process/free-port.ts';

export type MailSink = Awaited<ReturnType<typeof startMailSink>>;

const GIVE_UP_MS = 120_000;

/** An SMTP server that accepts every message immediately and records the ids of the messages. */
export async function startMailSink() {
  const ids: string[] = [];
  const waiting = new Set<{ count: number; reached: () => void }>();
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, done) => {
      void (async () => {
        ids.push(/^Message-ID: <(.+?)>/im.exec(await text(stream))?.[1] ?? '');
        done();
        for (const wait of waiting) if (ids.length >= wait.count) wait.reached();
      })();
    },
  });
  server.on('error', () => undefined);
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${String(port)}`,
    /** Message ids in the order of arrival; a message that arrives twice is listed twice. */
    ids,
    /** Resolves when `count` messages have arrived. */
    until: (count: number) =>
      new Promise<void>((resolve, reject) => {
        waiting.add({ count, reached: resolve });
        setTimeout(
          () => reject(new Error(`only ${String(ids.length)} of ${String(count)} arrived`)),
          GIVE_UP_MS,
        ).unref();
      }),
    forget: () => {
      ids.length = 0;
      waiting.clear();
    },
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
