import type { IngestLogins } from '@lead-nurturing/contracts/ingestion/ingestion';
import { hashOf } from './hash';

/** The batch names itself by what it says: posted twice it is the same batch. */
export const batchKey = ({ source, cursor, records }: IngestLogins): string => hashOf([source, cursor, records]);
