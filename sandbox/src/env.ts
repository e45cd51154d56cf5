import { z } from 'zod';

export const Port = z.coerce.number().int().min(0).max(65_535);

/**
 * Reads the environment or ends the process: nothing listens with half a configuration. Every bad variable is named;
 * values are not shown, they may be secrets.
 */
export function readEnv<Env extends z.ZodType>(schema: Env, env: NodeJS.ProcessEnv): z.output<Env> {
  // An empty variable is what compose files and CI write for "not set".
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  process.stderr.write(`Bad configuration:\n${reasons.join('\n')}\n`);
  process.exit(1);
}
