import { pino, stdSerializers, type Logger } from 'pino';

export type Log = Logger;

/** Names of fields whose values are replaced in logged objects: contact data and secrets. */
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

/** Parts of error messages that quote a value, such as the e-mail address in a duplicate key. */
const QUOTES = [
  /(?<=dup key: ).*/g,
  /(?<=failed for value )".*?"(?= \(type)/gs,
  /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.[\p{L}\p{N}.-]+/gu,
];

const withoutQuotes = (text: string) => QUOTES.reduce((left, quote) => left.replace(quote, CENSOR), text);

/** The logged fields of an error. Others are left out, because drivers attach whole requests to their errors. */
function describe(error: unknown) {
  if (!(error instanceof Error)) return { message: withoutQuotes(String(error)) };
  const { type, message, stack } = stdSerializers.err(error);
  const code = 'code' in error ? error.code : undefined;
  return { type, code, message: withoutQuotes(message), stack: withoutQuotes(stack) };
}

/** A logger that writes JSON lines to stdout. */
export function createLog(service: string, level: string): Log {
  return pino({ level, base: { service }, redact: { paths, censor: CENSOR }, serializers: { err: describe } });
}
