import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

const SANDBOX = 'the sandbox CRM';

/** How far a CRM has been read is kept in its own words: a system that was to go on with another one would stand still. */
export async function keepToOneCrm(settings: Pick<Settings, 'DATA_DIR' | 'CRM_BASE_URL'>): Promise<void> {
  const file = join(settings.DATA_DIR, 'crm-address.txt');
  const now = settings.CRM_BASE_URL?.replace(/\/+$/, '') ?? SANDBOX;
  const before = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (!before) return writeFile(file, `${now}\n`);
  if (before === now) return;
  throw new Error(
    `${settings.DATA_DIR} has read ${before} so far, and how far means nothing to ${now}: ` +
      'use another DATA_DIR (and another MongoDB where MONGODB_URI is set); ' +
      `if it is the same CRM at another address, or none was read yet, remove ${file}.`,
  );
}
