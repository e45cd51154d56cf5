import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { onFinish } from '../finish';

export interface ReceivedDelivery {
  subscription_id: string;
  domainEvents: DomainEvent[];
  /** The `webhook-id` header. */
  id: string;
  /** Seconds, as the header says. */
  timestamp: number;
  /** Whether one of the signatures is made with the secret over this id, timestamp and body. */
  signed: boolean;
  signatures: string[];
  began: number;
  /** When it was answered; undefined while it is not. */
  ended?: number;
  status?: number;
}

/** The status of the response to a delivery, at once or later, with a `Retry-After` if the test needs one. */
export type Answer = (delivery: ReceivedDelivery) => Response | Promise<Response>;
type Response = number | { status: number; retryAfter: string };

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

const SECRET = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;

async function rawBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Standard Webhooks 1.0.0, written here a second time so that the service's code is not tested against itself. */
export function signatureOf(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return `v1,${createHmac('sha256', key)
    .update(`${id}.${String(timestamp)}.${body}`)
    .digest('base64')}`;
}

/** A subscriber: a real HTTP server that records deliveries and answers as the test says. */
export async function startReceiver(answer: Answer = () => 200, secret = SECRET) {
  const deliveries: ReceivedDelivery[] = [];
  let answering = answer;

  const receive = async (request: IncomingMessage) => {
    const body = await rawBody(request);
    const { subscription_id, events } = JSON.parse(body) as { subscription_id: string; events: DomainEvent[] };
    const id = String(request.headers['webhook-id']);
    const timestamp = Number(request.headers['webhook-timestamp']);
    const signatures = String(request.headers['webhook-signature']).split(' ');
    const delivery: ReceivedDelivery = {
      subscription_id,
      domainEvents: events,
      id,
      timestamp,
      signed: signatures.includes(signatureOf(secret, id, timestamp, body)),
      signatures,
      began: performance.now(),
    };
    deliveries.push(delivery);
    const answered = await answering(delivery);
    const { status, retryAfter } = typeof answered === 'number' ? { status: answered, retryAfter: null } : answered;
    Object.assign(delivery, { status, ended: performance.now() });
    return { status, headers: { location: '/elsewhere', ...(retryAfter !== null && { 'retry-after': retryAfter }) } };
  };

  const listen = async (port: number) => {
    const server = createServer((request, response) => {
      void receive(request).then(({ status, headers }) => response.writeHead(status, headers).end('thank you'));
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
    secret,
    deliveries,
    /** The domain events answered with 2xx, in the order of their arrival. */
    taken: (): DomainEvent[] =>
      deliveries.filter(({ status }) => status === 200).flatMap(({ domainEvents }) => domainEvents),
    answer: (next: Answer) => (answering = next),
    /** Stops listening: connections are refused until `open`. */
    close,
    open: async () => {
      server = await listen(port);
    },
  };
}
