import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { onFinish } from '../finish';

export interface ReceivedDelivery {
  subscription_id: string;
  domainEvents: DomainEvent[];
  /** Seconds, as the header says. */
  timestamp: number;
  /** Whether the signature is that of the secret over exactly this timestamp and body. */
  signed: boolean;
  began: number;
  /** When it was answered; undefined while it is not. */
  ended?: number;
  status?: number;
}

/** What a delivery is answered: a status, at once or later. */
export type Answer = (delivery: ReceivedDelivery) => number | Promise<number>;

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

const SECRET = 'a secret of at least thirty-two characters';

async function rawBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** By its own means, so that the kit is not checked against itself. */
function isSigned(request: IncomingMessage, body: string): boolean {
  const given = Buffer.from(String(request.headers['x-webhook-signature']));
  const mac = createHmac('sha256', SECRET).update(`${String(request.headers['x-webhook-timestamp'])}.${body}`);
  const right = Buffer.from(`sha256=${mac.digest('hex')}`);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** A subscriber: a real HTTP server that keeps what it is told and answers as the test says. */
export async function startReceiver(answer: Answer = () => 200) {
  const deliveries: ReceivedDelivery[] = [];
  let answering = answer;

  const receive = async (request: IncomingMessage): Promise<number> => {
    const body = await rawBody(request);
    const { subscription_id, events } = JSON.parse(body) as { subscription_id: string; events: DomainEvent[] };
    const timestamp = Number(request.headers['x-webhook-timestamp']);
    const signed = isSigned(request, body);
    const began = performance.now();
    const delivery: ReceivedDelivery = { subscription_id, domainEvents: events, timestamp, signed, began };
    deliveries.push(delivery);
    delivery.status = await answering(delivery);
    delivery.ended = performance.now();
    return delivery.status;
  };

  const listen = async (port: number) => {
    const server = createServer((request, response) => {
      void receive(request).then((status) => response.writeHead(status, { location: '/elsewhere' }).end('thank you'));
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
    return server;
  };
  let server = await listen(0);
  const { port } = server.address() as AddressInfo;

  const close = async () => {
    if (!server.listening) return;
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  onFinish(close);

  return {
    url: `http://127.0.0.1:${port}/hook`,
    secret: SECRET,
    deliveries,
    /** The facts it took (2xx), in the order of their arrival. */
    taken: (): DomainEvent[] =>
      deliveries.filter(({ status }) => status === 200).flatMap(({ domainEvents }) => domainEvents),
    answer: (next: Answer) => (answering = next),
    /** Nobody is at its address until it opens again. */
    close,
    open: async () => {
      server = await listen(port);
    },
  };
}
