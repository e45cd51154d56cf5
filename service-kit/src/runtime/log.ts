import { pino, type Logger } from 'pino';

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
const paths = secrets.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** JSON lines on stdout. */
export function createLog(service: string, level: string): Log {
  return pino({ level, base: { service }, redact: { paths, censor: '[redacted]' } });
}
