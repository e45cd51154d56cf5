import { join } from 'node:path';

/** The folder of a large download. It belongs to the user, not to the checkout, so that a second clone starts in seconds. */
export async function cacheFolder(name: string): Promise<string> {
  const { default: envPaths } = await import('env-paths');
  return join(envPaths('lead-nurturing', { suffix: '' }).cache, name);
}
