import { watch } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { unpackNodes } from '../n8n/provisioning/nodes.ts';
import type { Running, Stoppable } from './keep-running.ts';

const dist = join(import.meta.dirname, '..', '..', 'dist');
/** The compiler writes many files for one change. */
const SETTLE_MS = 1_000;

interface Reloading {
  /** Of n8n. */
  home: Parameters<typeof unpackNodes>[0];
  n8n: Running;
}

/** Gives n8n the nodes anew whenever they were compiled: unpacked, and n8n ended, which starts it again. */
export function reloadNodes({ home, n8n }: Reloading): Stoppable {
  const stopping = new AbortController();
  const run = async () => {
    for await (const { filename } of watch(dist, { recursive: true, signal: stopping.signal })) {
      if (!filename?.endsWith('.js')) continue;
      await sleep(SETTLE_MS);
      if (!(await unpackNodes(home))) continue;
      process.stderr.write('the nodes have changed: n8n starts again with them\n');
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
