import type { z } from 'zod';
import type { Scope } from '@lead-nurturing/contracts/access/api-key';

/** The sender of a request, as every handler gets it. */
export interface Caller {
  /** The company of the API key: the handler reads and writes its data only. */
  company: string;
  /** The scopes of the API key. */
  scopes: readonly string[];
  /** The label of the API key, for the audit trail. */
  actor: string;
  requestId: string;
}

export type Method = 'get' | 'post' | 'put' | 'delete';

/** A declared route, from which the app and the OpenAPI document are made. */
export interface Route {
  method: Method;
  /** Express notation: `/leads/:id`. */
  path: string;
  /** Unique in the service and stable: generated clients name their functions by it. */
  operationId: string;
  summary: string;
  scope: Scope;
  /** A second scope that the API key needs. */
  alsoScope?: Scope;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The body as the OpenAPI document shows it, where `handle` validates a part of it itself. */
  documentedBody?: z.ZodType;
  response: z.ZodType;
  /** The expected failures of `handle`; default 404 for a path with parameters. */
  fails?: readonly (404 | 409)[];
  /** Default 200. */
  status?: number;
  /** Answers whether the status is 201 instead. */
  createdWhen?(answer: unknown): boolean;
  /** Largest body in bytes; default 1 MiB, beyond it 413. */
  bodyLimit?: number;
  /**
   * Maximum requests that a process handles at the same time, of all companies together. 32 more wait for up to 15 s;
   * further requests, and those that waited in vain, are answered with 503.
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
