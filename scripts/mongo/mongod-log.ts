import { z } from 'zod';

const Line = z.object({ c: z.string() });

/** Components of mongod whose lines quote commands, filters and documents of clients, and so personal data. */
const QUOTE_CLIENTS = new Set(['COMMAND', 'QUERY', 'WRITE', 'TXN', 'INDEX']);

/** Whether a line of mongod's log may be kept: none that quotes what clients asked or stored. */
export function isFreeOfClientData(line: string): boolean {
  try {
    return !QUOTE_CLIENTS.has(Line.parse(JSON.parse(line)).c);
  } catch {
    return true;
  }
}
