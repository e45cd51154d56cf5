import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { parseConnectionUrl } from 'nodemailer/lib/shared';

/** A connection that is greeted and logged in: what is said next is about a message. */
export type Line = SMTPConnection;

export type SmtpPool = ReturnType<typeof createSmtpPool>;

const CONNECT_MS = 5_000;
/** With greeting, TLS and login; well within the lease of the message it is for. */
const OPEN_WITHIN_MS = 10_000;
/** A server that says nothing for so long is gone, and a line not used for so long is closed. */
const SILENCE_MS = 20_000;
/** A line used this recently is there still. */
const FRESH_MS = 1_000;
/** Some servers take no more than this over one line. */
const MESSAGES_EACH = 100;

const brokenOff = () => Object.assign(new Error('the line broke'), { code: 'ECONNECTION' });

/** Asks the server; a line that breaks is an answer, too. */
export const command = (line: Line, question: (answered: (error?: Error | null) => void) => void) =>
  new Promise<void>((resolve, reject) => {
    const settle = (error?: Error | null) => {
      line.off('error', settle).off('end', broken);
      if (error) reject(error);
      else resolve();
    };
    // Where the line ends because of an answer, the answer comes right after.
    const broken = () => queueMicrotask(() => settle(brokenOff()));
    line.once('error', settle).once('end', broken);
    question(settle);
  });

/** Lines to one server. They are opened before they are needed, and kept for the next message. */
export function createSmtpPool(url: string, monotonicNow: () => number) {
  const { auth, ...server } = parseConnectionUrl(url);
  const limits = { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: SILENCE_MS };
  const resting: { line: Line; since: number }[] = [];
  const messages = new WeakMap<Line, number>();
  let closed = false;

  const open = async (): Promise<Line> => {
    const line = new SMTPConnection({ ...server, ...limits });
    line.on('error', () => undefined); // a resting line may break, and it is enough to know that it did
    const deadline = setTimeout(() => line.close(), OPEN_WITHIN_MS);
    try {
      await command(line, (answered) => line.connect(answered));
      if (auth && line.allowsAuth) await command(line, (answered) => line.login(auth, answered));
      return line;
    } catch (error) {
      line.close();
      throw error;
    } finally {
      clearTimeout(deadline);
    }
  };

  const isThere = async ({ line, since }: (typeof resting)[number]): Promise<boolean> => {
    if (line.destroyed) return false;
    if (monotonicNow() - since < FRESH_MS) return true;
    return command(line, (answered) => line.reset(answered)).then(
      () => true,
      () => false,
    );
  };

  return {
    /** One that answers, for one message. */
    take: async (): Promise<Line> => {
      for (let rested = resting.pop(); rested; rested = resting.pop()) {
        if (await isThere(rested)) return rested.line;
        rested.line.close();
      }
      return open();
    },
    /** For the next message. */
    release: (line: Line, after: 'nothing' | 'a message' | 'a refusal'): void => {
      const count = (messages.get(line) ?? 0) + (after === 'nothing' ? 0 : 1);
      messages.set(line, count);
      if (closed || count >= MESSAGES_EACH) line.close();
      // A refused message leaves the line in the middle of it.
      else resting.push({ line, since: after === 'a refusal' ? -Infinity : monotonicNow() });
    },
    close: (): void => {
      closed = true;
      for (const { line } of resting.splice(0)) line.close();
    },
  };
}
