import { once } from 'node:events';
import { createServer } from 'node:net';

/** n8n itself does not say which variable moves a port. */
export async function assertFree(host: string, port: number, variable: string): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new Error(`n8n cannot listen on port ${port}, it is in use. Set ${variable} to another port.`, {
      cause: error,
    });
  }
  server.close();
  await once(server, 'close');
}
