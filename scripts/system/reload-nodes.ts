import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unpackNodes } from '../n8n/provisioning/nodes.ts';
import type { Running, Stoppable } from './keep-running.ts';

const dist = join(import.meta.dirname, '..', '..', 'dist');
/** The compiler writes many files for one change. */
const DEBOUNCE_MS = 1_000;

interface Reloading {
  /** The folders of n8n. */
  home: Parameters<typeof unpackNodes>[0];
  n8n: Running;
}

/** Unpacks the nodes for n8n whenever they have been compiled, and restarts n8n when the nodes have changed. */
export function reloadNodes({ home, n8n }: Reloading): Stoppable {
  const stopping = new AbortController();
  const run = async () => {
    for await (const { filename } of watch(dist, { recursive: true, signal: stopping.signal })) {
      if (!filename?.endsWith('.js')) continue;
      await sleep(DEBOUNCE_MS);
      if (!(await unpackNodes(home))) continue;
      process.stderr.write('The nodes have changed: n8n is being restarted.\n');
      await n8n.restart();
    }
  };
  const running = run().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
