/** One JSON line on stdout: what a supervisor waits for. */
export const say = (line: { msg: string } & Record<string, string | number>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

/** Ends the process when it could not start; a port in use is named with the variable that moves it. */
export function giveUp(error: unknown, portVariables: Record<string, number>): never {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
  const variable = taken && Object.keys(portVariables).find((name) => portVariables[name] === error.port);
  const advice = variable ? ` Set ${variable} to a free port.` : '';
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}.${advice}\n`);
  process.exit(1);
}

/** Runs `stop` once, on the first SIGTERM or SIGINT, and ends the process. */
export function onSignal(stop: () => Promise<void>): void {
  const end = () => void stop().then(() => process.exit(0));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
}
