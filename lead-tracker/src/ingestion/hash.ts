import { createHash } from 'node:crypto';

/** What is said, named by what it says: said twice it is the same. */
export const hashOf = (said: unknown): string => createHash('sha256').update(JSON.stringify(said)).digest('hex');
