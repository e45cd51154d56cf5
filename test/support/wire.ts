import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onFinish } from './finish';

/** A proxy to the run's mongod that can cut connections or delay all data. */
export async function wire(database = 'test') {
  const server = new URL(String(process.env.TEST_MONGODB_URI));
  const sockets = new Set<Socket>();
  let cut = false;
  let held = false;
  const proxy = createServer((near) => {
    if (cut) {
      near.destroy();
      return;
    }
    const far = connect(Number(server.port), server.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    if (!held) near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const sever = () => {
    cut = true;
    for (const socket of sockets) socket.destroy();
  };
  onFinish(async () => {
    sever();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  return {
    uri: `mongodb://127.0.0.1:${port}/${database}?directConnection=true`,
    sever,
    mend: () => (cut = held = false),
    /** Acts like a stopped mongod: connections stay open but carry no data. */
    hold: () => {
      held = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}
