import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that is taken is named, together with the variable that moves it. */
export async function assertFree(host: string, port: number, variable: string): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new Error(`Port ${port} is in use. Set ${variable} to another one.`, {
      cause: error,
    });
  }
  server.close();
  await once(server, 'close');
}
