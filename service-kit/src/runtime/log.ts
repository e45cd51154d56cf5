import { pino, stdSerializers, type Logger } from 'pino';

export type Log = Logger;

/** Contact data and secrets never reach a log, whatever object somebody logs. */
const secrets = [
  'email',
  'phone',
  'name',
  'recipient',
  'contact_info',
  'api_key',
  'secret',
  'authorization',
  'html',
  'text',
];
const CENSOR = '[redacted]';
const paths = secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** Errors quote what they are about: a duplicate key may be somebody's address. */
const QUOTES = [
  /(?<=dup key: ).*/g,
  /(?<=failed for value )".*?"(?= \(type)/gs,
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.[\p{L}\p{N}.-]+/gu,
];

const withoutQuotes = (text: string) => QUOTES.reduce((left, quote) => left.replace(quote, CENSOR), text);

/** No more of an error than this: drivers hang whole requests on theirs. */
function describe(error: unknown) {
  if (!(error instanceof Error)) return { message: withoutQuotes(String(error)) };
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error ? error.code : undefined;
  return { type, code, message: withoutQuotes(message), stack: withoutQuotes(stack) };
}

/** JSON lines on stdout. */
export function createLog(service: string, level: string): Log {
  return pino({ level, base: { service }, redact: { paths, censor: CENSOR }, serializers: { err: describe } });
}
