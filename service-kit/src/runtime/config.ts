import { z } from 'zod';

/** `n8n:5678`, `127.0.0.1:5678`, `::1:5678`. */
const HOST_AND_PORT = /^[^\s/[\]]+:\d{1,5}$/;

/** The environment variables of both services. */
export const ServiceConfig = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535),
  HOST: z.string().default('127.0.0.1'),
  /** The port of metrics and API pages, which must not be public; see {@link listenersOf} for its default. */
  OPERATIONS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  OPERATIONS_HOST: z.string().default('127.0.0.1'),
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  BOOTSTRAP_COMPANY_ID: z
    .string()
    .regex(/^[a-z0-9-]{1,50}$/, 'lower-case letters, digits and hyphens')
    .optional(),
  BOOTSTRAP_API_KEY: z.string().min(32, 'at least 32 characters').optional(),
  /** The key of n8n's credential; it has the scopes of the nodes alone. */
  N8N_API_KEY: z.string().min(32, 'at least 32 characters').optional(),
  /** Private hosts that requests may go to, as written in the URLs: comma-separated `host:port`. */
  OUTGOING_ALLOW_PRIVATE: z
    .string()
    .default('')
    .transform((list) => list.split(',').map((entry) => entry.trim().toLowerCase()))
    .transform((entries) => new Set(entries.filter((entry) => entry !== '')))
    .refine((entries) => [...entries].every((entry) => HOST_AND_PORT.test(entry)), 'comma-separated host:port'),
});
export type ServiceConfig = z.infer<typeof ServiceConfig>;

/**
 * The two addresses of a service: PORT for its API and public pages, OPERATIONS_PORT for metrics and API pages besides.
 * The operations port is PORT + 100 unless set, and any free port when PORT is 0.
 */
export function listenersOf<App>({ app, operations }: { app: App; operations: App }, config: ServiceConfig) {
  const { PORT, HOST, OPERATIONS_HOST, OPERATIONS_PORT = PORT === 0 ? 0 : PORT + 100 } = config;
  return [
    { app: operations, host: OPERATIONS_HOST, port: OPERATIONS_PORT, variables: 'OPERATIONS_PORT or OPERATIONS_HOST' },
    { app, host: HOST, port: PORT, variables: 'PORT or HOST' },
  ];
}

/**
 * Parses the environment. When a variable is invalid, prints the name and the reason of each invalid one and ends the
 * process with code 1. Values are not printed, because they may be secrets.
 */
export function readConfig<Config extends z.ZodType>(schema: Config, env: NodeJS.ProcessEnv): z.output<Config> {
  // Compose files and CI set a variable to the empty string when it has no value.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(set);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  process.stderr.write(`Bad configuration:\n${reasons.join('\n')}\n`);
  process.exit(1);
}
