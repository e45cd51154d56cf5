import { createHash } from 'node:crypto';
import type { IngestLogins } from '@lead-nurturing/contracts/ingestion';

/** The batch names itself by what it says: posted twice it is the same batch. */
export const batchKey = ({ source, cursor, records }: IngestLogins): string =>
  createHash('sha256')
    .update(JSON.stringify([source, cursor, records]))
    .digest('hex');
