import { z } from 'zod';

export const Port = z.coerce.number().int().min(0).max(65_535);

/**
 * Parses the environment. If a variable is missing or invalid, the process ends with an error that names every such
 * variable; values are not printed, because they may be secrets.
 */
export function readEnv<Env extends z.ZodType>(schema: Env, env: NodeJS.ProcessEnv): z.output<Env> {
  // Compose files and CI pass an unset variable as an empty string.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  process.stderr.write(`Bad configuration:\n${reasons.join('\n')}\n`);
  process.exit(1);
}

/** Writes one JSON line to stdout; a supervisor waits for `"msg":"listening"`. */
export const log = (line: { msg: string } & Record<string, string | number>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** Ends the process after a failed start. If a port is in use, the error names the variable that sets the port. */
export function exitWith(error: unknown, portVariables: Record<string, number>): never {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
  const variable = taken && Object.keys(portVariables).find((name) => portVariables[name] === error.port);
  const advice = variable ? ` Set ${variable} to a free port.` : '';
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}.${advice}\n`);
  process.exit(1);
}

/** Calls `stop` on the first SIGTERM or SIGINT and then ends the process. */
export function onSignal(stop: () => Promise<void>): void {
  const end = () => void stop().then(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
}
