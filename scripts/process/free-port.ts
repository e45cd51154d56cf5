import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

function portOf(probe: Server): number {
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Different ports of this machine that no process listens on: all are opened before the first one is closed. */
export async function freePorts(count: number): Promise<number[]> {
  const probes = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(probes.map((probe) => once(probe, 'listening')));
  const ports = probes.map(portOf);
  await Promise.all(probes.map((probe) => once(probe.close(), 'close')));
  return ports;
}

export async function freePort(): Promise<number> {
  const [port = NaN] = await freePorts(1);
  return port;
}

/** Throws when another process listens on the port; the error names the port and the variable that sets it. */
export async function assertFree(host: string, port: number, variable: string): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new Error(`Port ${port} is in use. Set ${variable} to another port.`, { cause: error });
  }
  await once(server.close(), 'close');
}
