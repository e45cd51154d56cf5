import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from './settings.ts';

const SANDBOX = 'the sandbox CRM';

/** Refuses another CRM than at earlier starts: the stored cursor is a CRM's own, and another CRM cannot continue from it. */
export async function keepToOneCrm(settings: Pick<Settings, 'DATA_DIR' | 'CRM_BASE_URL'>): Promise<void> {
  const file = join(settings.DATA_DIR, 'crm-address.txt');
  const now = settings.CRM_BASE_URL?.replace(/\/+$/, '') ?? SANDBOX;
  const before = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (!before) return writeFile(file, `${now}\n`);
  if (before === now) return;
  throw new Error(
    `${settings.DATA_DIR} belongs to ${before}, and its cursor means nothing to ${now}. ` +
      'Use another DATA_DIR (and another MongoDB where MONGODB_URI is set). ' +
      `If both addresses are of the same CRM, or nothing was read yet, remove ${file}.`,
  );
}
