import { join } from 'node:path';

/** Where big downloads are kept: for the user, not in the checkout, so that a second clone starts in seconds. */
export async function cacheFolder(name: string): Promise<string> {
  const { default: envPaths } = await import('env-paths');
  return join(envPaths('lead-nurturing', { suffix: '' }).cache, name);
}
