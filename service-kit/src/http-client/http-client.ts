import { lookup as dnsLookup } from 'node:dns';
import { lookup } from 'node:dns/promises';
import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type ClientRequestArgs,
  type IncomingHttpHeaders,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, Socket, type LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isPrivateAddress } from './private-address';

/** The environment variable that {@link createHttpClient}'s `allowPrivate` comes from; error messages name it. */
export const ALLOW_PRIVATE_VARIABLE = 'OUTGOING_ALLOW_PRIVATE';

/** The host has a private address and is not allowed by name. The request was not sent. */
export class PrivateAddressError extends Error {
  constructor(hostAndPort: string) {
    super(`${hostAndPort} has a private address, and ${ALLOW_PRIVATE_VARIABLE} does not name it`);
    this.name = 'PrivateAddressError';
  }
}

export interface HttpPost {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Ends the request when it is aborted. */
  signal: AbortSignal;
}

/** Status and headers of a response; the body is not read. Header names are in lower case. */
export interface HttpResponse {
  status: number;
  headers: IncomingHttpHeaders;
}

export type HttpClient = ReturnType<typeof createHttpClient>;

/** A host that drops packets would otherwise be waited for as long as the operating system retries. */
const CONNECT_WITHIN_MS = 10_000;
const RESOLVE_WITHIN_MS = 2_000;

const withoutBrackets = (host: string): string => host.replaceAll(/[[\]]/g, '');

const hostAndPort = (host: string, port: string | number): string =>
  `${withoutBrackets(host).toLowerCase()}:${String(port)}`;

/** `example.com:443` of a URL; an IPv6 address is without brackets: `::1:443`. */
export const hostAndPortOf = ({ protocol, hostname, port }: URL): string =>
  hostAndPort(hostname, port || (protocol === 'https:' ? 443 : 80));

/** Resolves a name for a socket and refuses it when one of its addresses is private. */
const checkingLookup =
  (target: string): LookupFunction =>
  (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, '');
        return;
      }
      const [first] = addresses;
      if (!first) callback(new Error(`${hostname} has no address`), '');
      else if (addresses.some(({ address }) => isPrivateAddress(address)))
        callback(new PrivateAddressError(target), '');
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };

/** Makes an agent connect to public addresses only, or to the allowed hosts. */
function restrict<Agent extends HttpAgent>(agent: Agent, allowPrivate: ReadonlySet<string>): Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options: ClientRequestArgs, callback) => {
    const host = options.host ?? '';
    const target = hostAndPort(host, options.port ?? options.defaultPort ?? 80);
    if (allowPrivate.has(target)) return connect(options, callback);
    // An address in the URL is not looked up, so it is checked here.
    if (isIP(host) && isPrivateAddress(host)) {
      callback?.(new PrivateAddressError(target), new Socket());
      return undefined;
    }
    return connect({ ...options, lookup: checkingLookup(target) }, callback);
  };
  return agent;
}

/**
 * The client for requests to addresses that users of the API chose. It refuses private addresses (loopback, link-local,
 * private networks) in the socket's own look-up, so that a name cannot change its address between check and connection,
 * and it does not follow redirects.
 *
 * `allowPrivate` holds `host:port` of the private hosts that the installation allows, as written in the URLs, in lower
 * case, IPv6 addresses without brackets; ports are never left out.
 */
export function createHttpClient(allowPrivate: ReadonlySet<string>) {
  const agents = {
    http: restrict(new HttpAgent({ keepAlive: true }), allowPrivate),
    https: restrict(new HttpsAgent({ keepAlive: true }), allowPrivate),
  };

  return {
    /** The checking agents, for libraries that send requests themselves (axios: `httpAgent`, `httpsAgent`). */
    agents,

    /**
     * Posts a text body. Rejects with a {@link PrivateAddressError}, with the error of the socket (`code`), or with the
     * reason of the signal; a status is never an error.
     */
    post: async ({ url, headers, body, signal }: HttpPost): Promise<HttpResponse> => {
      const target = new URL(url);
      const secure = target.protocol === 'https:';
      return new Promise((resolve, reject) => {
        const request = (secure ? httpsRequest : httpRequest)(target, {
          method: 'POST',
          agent: secure ? agents.https : agents.http,
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          signal,
        });
        request.on('error', reject);
        request.on('socket', (socket) => {
          connectInTime(request, socket, secure);
        });
        request.on('response', (response) => {
          // The body is discarded; a connection that breaks in the middle of it changes nothing.
          response.on('error', () => undefined).resume();
          resolve({ status: response.statusCode ?? 0, headers: response.headers });
        });
        request.end(body);
      });
    },

    /** Why requests to this URL would be refused now; undefined when they are not, or when the name does not resolve. */
    refusalOf: async (url: string): Promise<string | undefined> => {
      const target = new URL(url);
      const name = hostAndPortOf(target);
      if (allowPrivate.has(name)) return undefined;
      const host = withoutBrackets(target.hostname);
      const addresses = isIP(host) ? [{ address: host }] : await resolveInTime(host);
      return addresses.some(({ address }) => isPrivateAddress(address))
        ? new PrivateAddressError(name).message
        : undefined;
    },
  };
}

/** Ends a request whose socket does not connect in time. */
function connectInTime(request: ClientRequest, socket: Socket, secure: boolean): void {
  if (!socket.connecting) return;
  const timer = setTimeout(() => {
    request.destroy(new Error(`no connection within ${String(CONNECT_WITHIN_MS / 1_000)} s`));
  }, CONNECT_WITHIN_MS);
  const stop = () => {
    clearTimeout(timer);
  };
  socket.once(secure ? 'secureConnect' : 'connect', stop).once('close', stop);
}

/** The addresses of a name; none when it does not resolve within two seconds. */
async function resolveInTime(host: string): Promise<{ address: string }[]> {
  const late = sleep(RESOLVE_WITHIN_MS, [], { ref: false });
  return Promise.race([lookup(host, { all: true }).catch(() => []), late]);
}
