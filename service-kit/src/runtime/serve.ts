import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Express } from 'express';
import type { Log } from './log';

/** What a service runs beside its requests; `serve` stops it after the last request. */
export interface Stoppable {
  stop(): Promise<void>;
}

interface Listener {
  app: Express;
  host: string;
  /** 0 for any free port. */
  port: number;
  /** The environment variables that set host and port, for the error when the address cannot be used. */
  variables: string;
}

interface Serving {
  listeners: readonly Listener[];
  log: Log;
  /** Stopped in this order: workers first, the database last. */
  stoppables: readonly Stoppable[];
}

/** Shorter than the time after which supervisors kill a process that does not stop. */
const STOP_WITHIN_MS = 10_000;

const SWEEP_MS = 50;

/** Counts the requests in progress. A handler whose client has disconnected counts until it has answered. */
function requestsOf(server: Server): () => number {
  const begun = new Set<ServerResponse>();
  const underWay = () => {
    for (const response of begun)
      if (response.destroyed && (response.headersSent || response.writableEnded)) begun.delete(response);
    return begun.size;
  };
  server.on('request', (_, response) => {
    begun.add(response);
    response.once('close', underWay);
  });
  return underWay;
}

/** Closes the server: it accepts no connections, answers the requests in progress and drops connections without one. */
function closerOf(server: Server): () => Promise<void> {
  const underWay = requestsOf(server);
  return async () => {
    const closed = once(server, 'close');
    server.close();
    // Node calls a connection idle only after its first answer, but browsers open connections that they never use.
    const sweep = setInterval(() => {
      if (underWay() > 0) server.closeIdleConnections();
      else server.closeAllConnections();
    }, SWEEP_MS);
    await closed;
    clearInterval(sweep);
    while (underWay() > 0) await sleep(SWEEP_MS);
  };
}

/** Runs the start of a service. When it fails, logs the reason in one line and ends the process with code 1. */
export async function startOrEnd(log: Log, start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    log.fatal({ err: error }, 'could not start');
    process.exit(1);
  }
}

interface Listening {
  /** `host:port`, with the port that was given where any free port was asked for. */
  address: string;
  close(): Promise<void>;
}

/** Resolves when the app listens; rejects, naming the variables to change, when the address cannot be used. */
async function listen({ app, host, port, variables }: Listener): Promise<Listening> {
  try {
    const server = app.listen(port, host);
    const close = closerOf(server);
    await once(server, 'listening');
    const bound: AddressInfo | string | null = server.address();
    return { address: `${host}:${String(typeof bound === 'object' ? bound?.port : port)}`, close };
  } catch (cause) {
    throw new Error(`cannot listen on ${host}:${String(port)}: choose another ${variables}`, { cause });
  }
}

/**
 * Listens at each address. On SIGTERM or SIGINT it stops accepting requests, lets requests and workers finish, and ends
 * the process within ten seconds.
 */
export async function serve({ listeners, log, stoppables }: Serving): Promise<void> {
  const listening: Listening[] = [];
  for (const listener of listeners) listening.push(await listen(listener));
  log.info({ addresses: listening.map(({ address }) => address) }, 'listening');

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => {
      log.error('did not stop in time');
      process.exit(1);
    }, STOP_WITHIN_MS).unref();
    await Promise.all(listening.map(({ close }) => close()));
    for (const stoppable of stoppables) await stoppable.stop();
    log.info('stopped');
    process.exit(0);
  };
  const fail = (error: unknown) => {
    log.error({ err: error }, 'did not stop cleanly');
    process.exit(1);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal).catch(fail));
}
