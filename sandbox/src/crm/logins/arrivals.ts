import type { Logins } from './logins';

const BACKLOG = 10;
const MINUTE_MS = 60_000;

interface Arrivals {
  logins: Logins;
  clock: () => Date;
  /** 0: nobody logs in unless told to. */
  perMinute: number;
}

/** People log in by themselves, one every so often; a fresh CRM starts with the logins of the last ten minutes. */
export function startArrivals({ logins, clock, perMinute }: Arrivals): { stop(): void } {
  if (perMinute === 0) return { stop: () => undefined };
  const minutesAgo = (minutes: number) => new Date(clock().getTime() - minutes * MINUTE_MS).toISOString();
  if (logins.isEmpty())
    for (let minutes = BACKLOG; minutes > 0; minutes -= 1) logins.add({ count: 1, at: minutesAgo(minutes) });
  const timer = setInterval(() => logins.add({ count: 1 }), MINUTE_MS / perMinute).unref();
  return { stop: () => clearInterval(timer) };
}
