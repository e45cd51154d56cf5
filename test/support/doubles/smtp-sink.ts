import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { eventually } from '../eventually';
import { onFinish } from '../finish';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** Unfolded; names in lower case. */
  headers: Record<string, string>;
  /** All parts, decoded from quoted-printable. */
  body: string;
}

const unquoted = (body: string) =>
  Buffer.from(
    body
      .replaceAll('=\r\n', '')
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();

function parsed(raw: string) {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = lines.map((line) => /^([^:]+): ?(.*)$/.exec(line) ?? []);
  return {
    headers: Object.fromEntries(headers.map(([, name = '', value = '']) => [name.toLowerCase(), value])),
    body: unquoted(rest.join('\r\n\r\n')),
  };
}

interface Answers {
  /** What RCPT TO is answered: the code of an error, or nothing. */
  recipient?: (address: string) => number | undefined;
  /** What the message, all of it received, is answered; and when. */
  message?: (mail: ReceivedMail) => number | undefined | Promise<number | undefined>;
  port?: number;
  /** How long after the connection the server says its first word. */
  greetAfterMs?: number;
}

const refusal = (code: number) =>
  Object.assign(new Error(`${String(Math.floor(code / 100))}.1.1 no`), { responseCode: code });

/** A real SMTP server that keeps what it is sent. */
export async function smtpSink({ recipient, message, port = 0, greetAfterMs = 0 }: Answers = {}) {
  const mails: ReceivedMail[] = [];
  /** When each message began, by `performance.now`. */
  const begun: number[] = [];
  const seen = { connections: 0 };
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100, // a mailer keeps its connections
    disabledCommands: ['STARTTLS'],
    onConnect: (_session, done) => {
      seen.connections += 1;
      setTimeout(done, greetAfterMs);
    },
    onMailFrom: (_address, _session, done) => {
      begun.push(performance.now());
      done();
    },
    onRcptTo: ({ address }, _session, done) => {
      const code = recipient?.(address);
      done(code === undefined ? null : refusal(code));
    },
    onData: (stream, { envelope }, done) => {
      void (async () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        const mail = { from, to, ...parsed(await text(stream)) };
        const code = await message?.(mail);
        if (code === undefined) mails.push(mail);
        done(code === undefined ? null : refusal(code));
      })().catch(done);
    },
  });
  server.on('error', () => undefined); // a client that was killed
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const stop = () => new Promise<void>((resolve) => server.close(resolve));
  /** As a server does with a client that has been silent for too long. */
  const hangUp = async () => {
    for (const connection of server.connections) connection.close();
    await eventually(async () => assert.equal(server.connections.size, 0));
  };
  onFinish(stop);
  const { port: listening } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${String(listening)}`, port: listening, mails, begun, seen, hangUp, stop };
}

/** When a broken server hangs up. */
export type HangUp = 'at once' | 'after RCPT TO' | 'in the message' | 'after the message';

/** An SMTP server that hangs up without a word, and counts how often it had been given a whole message. */
export async function rudeSmtpServer(hangUp: HangUp, greeting = '220 hello') {
  const seen = { connections: 0, messages: 0 };
  const talk = (socket: Socket) => {
    seen.connections += 1;
    socket.on('error', () => undefined);
    if (hangUp === 'at once') return void socket.destroy();
    let data: string | undefined;
    socket.write(`${greeting}\r\n`);
    socket.on('data', (chunk) => {
      const said = chunk.toString();
      if (data !== undefined) {
        data += said;
        if (!data.includes('\r\n.\r\n')) return;
        seen.messages += 1;
        return void socket.destroy();
      }
      if (hangUp === 'after RCPT TO' && said.startsWith('RCPT')) return void socket.destroy();
      if (said.startsWith('DATA')) {
        if (hangUp === 'in the message') return void socket.write('354 go on\r\n', () => socket.destroy());
        data = '';
        return void socket.write('354 go on\r\n');
      }
      socket.write('250 fine\r\n');
    });
  };
  const server = createServer(talk).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onFinish(async () => void server.close());
  return { url: `smtp://127.0.0.1:${String((server.address() as AddressInfo).port)}`, seen };
}
