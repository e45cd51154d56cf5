import type { z } from 'zod';
import type { Scope } from '@lead-nurturing/contracts/access/api-key';

/** What every handler knows of the request: whose data it may touch, and who asks. */
export interface Caller {
  company: string;
  /** The scopes of the API key. */
  scopes: readonly string[];
  /** The label of the API key, for the audit trail. */
  actor: string;
  requestId: string;
}

export type Method = 'get' | 'post' | 'put' | 'delete';

/** A declared route: everything the app and the OpenAPI document need to know of it. */
export interface Route {
  method: Method;
  /** Express notation: `/leads/:id`. */
  path: string;
  summary: string;
  scope: Scope;
  /** Asked for besides. */
  alsoScope?: Scope;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The body as the OpenAPI document shows it, where `handle` validates a part of it itself. */
  documentedBody?: z.ZodType;
  response: z.ZodType;
  /** What else it may answer; default 404 where the path names something. */
  fails?: readonly (404 | 409)[];
  /** Default 200. */
  status?: number;
  /** 201 instead when it says so of the answer. */
  createdWhen?(answer: unknown): boolean;
  /** Largest body in bytes; default 1 MiB, beyond it 413. */
  bodyLimit?: number;
  /**
   * How many of its requests are handled at once in a process, whosever they are; 32 more wait for their turn, 15 s at
   * most, beyond that 503.
   */
  concurrency?: number;
  /** The field of the body whose items `handle` validates one by one, also whether they can be stored. */
  validatePerItem?: string;
  handle(request: Caller & { params: unknown; query: unknown; body: unknown }): unknown;
}

export const scopesOf = ({ scope, alsoScope }: Route): Scope[] => (alsoScope ? [scope, alsoScope] : [scope]);

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

interface TypedSpec<Params, Query, Body, Response extends z.ZodType> extends Omit<
  Route,
  'params' | 'query' | 'body' | 'response' | 'handle' | 'createdWhen'
> {
  params?: Params;
  query?: Query;
  body?: Body;
  response: Response;
  createdWhen?: (answer: z.output<Response>) => boolean;
  handle: (
    request: Caller & { params: Parsed<Params>; query: Parsed<Query>; body: Parsed<Body> },
  ) => Promise<z.input<Response>> | z.input<Response>;
}

/**
 * Declares a route once for validation, types, scope, handler and OpenAPI. `handle` gets validated input and may throw
 * an `AppError`; its answer is checked against `response`, which also drops whatever the schema does not name.
 */
export function defineRoute<
  Response extends z.ZodType,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(spec: TypedSpec<Params, Query, Body, Response>): Route;
// The checked signature above guarantees that `handle` gets what its schemas produce.
export function defineRoute(spec: Route): Route {
  return spec;
}
