import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { parseConnectionUrl } from 'nodemailer/lib/shared';

/** A connection that is greeted and authenticated; the next command begins a message. */
export type Connection = SMTPConnection;

export type SmtpPool = ReturnType<typeof createSmtpPool>;

const CONNECT_MS = 5_000;
/** Greeting, TLS and authentication included; well within the claim of the message that waits for the connection. */
const OPEN_WITHIN_MS = 10_000;
/** A server that sends nothing for this long counts as gone, and a connection unused for this long is closed. */
const SILENCE_MS = 20_000;
/** A connection used less than this ago is used again without a check. */
const FRESH_MS = 1_000;
/** Some servers close a connection after 100 messages. */
const MAX_MESSAGES = 100;

const connectionEnded = () => Object.assign(new Error('the connection ended'), { code: 'ECONNECTION' });

/** Runs one command. Rejects with the server's error or, if the connection ends, with `ECONNECTION`. */
export const command = (connection: Connection, run: (answered: (error?: Error | null) => void) => void) =>
  new Promise<void>((resolve, reject) => {
    const settle = (error?: Error | null) => {
      connection.off('error', settle).off('end', onEnd);
      if (error) reject(error);
      else resolve();
    };
    // If an answer ends the connection, the answer's error follows in the same tick and takes precedence.
    const onEnd = () => queueMicrotask(() => settle(connectionEnded()));
    connection.once('error', settle).once('end', onEnd);
    run(settle);
  });

/** Connections to one server. They are opened before a message's slot and reused for later messages. */
export function createSmtpPool(url: string, monotonicNow: () => number) {
  const { auth, ...server } = parseConnectionUrl(url);
  const limits = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS };
  const idle: { connection: Connection; since: number }[] = [];
  const messages = new WeakMap<Connection, number>();
  let closed = false;

  const open = async (): Promise<Connection> => {
    const connection = new SMTPConnection({ ...server, ...limits });
    // An idle connection may fail; `isAlive` finds out before the next use.
    connection.on('error', () => undefined);
    const deadline = setTimeout(() => connection.close(), OPEN_WITHIN_MS);
    try {
      await command(connection, (answered) => connection.connect(answered));
      if (auth && connection.allowsAuth) await command(connection, (answered) => connection.login(auth, answered));
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    } finally {
      clearTimeout(deadline);
    }
  };

  const isAlive = async ({ connection, since }: (typeof idle)[number]): Promise<boolean> => {
    if (connection.destroyed) return false;
    if (monotonicNow() - since < FRESH_MS) return true;
    return command(connection, (answered) => connection.reset(answered)).then(
      () => true,
      () => false,
    );
  };

  return {
    /** An idle connection that still answers, or a new one; for one message. */
    take: async (): Promise<Connection> => {
      for (let latest = idle.pop(); latest; latest = idle.pop()) {
        if (await isAlive(latest)) return latest.connection;
        latest.connection.close();
      }
      return open();
    },
    /** Gives a connection back for the next message, and says what it was used for. */
    release: (connection: Connection, after: 'nothing' | 'a message' | 'a refusal'): void => {
      const count = (messages.get(connection) ?? 0) + (after === 'nothing' ? 0 : 1);
      messages.set(connection, count);
      if (closed || count >= MAX_MESSAGES) connection.close();
      // After a refusal the SMTP transaction is still open: `isAlive` has to reset it, whatever the time.
      else idle.push({ connection, since: after === 'a refusal' ? -Infinity : monotonicNow() });
    },
    close: (): void => {
      closed = true;
      for (const { connection } of idle.splice(0)) connection.close();
    },
  };
}
