import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

function portOf(probe: Server): number {
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Ports of this machine that nobody listens on right now, each another one: all are taken before the first is let go. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(probes.map((probe) => once(probe, 'listening')));
  const ports = probes.map(portOf);
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')));
  return ports;
}

/** One of them. */
export async function freePort(): Promise<number> {
  const [port = NaN] = await freePorts(1);
  return port;
}
