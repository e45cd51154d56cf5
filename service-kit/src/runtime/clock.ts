import { v7 } from 'uuid';

/** The time, handed in so that tests and replays decide what "now" is. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A new id; version 7 keeps documents of one time side by side in their index (RFC 9562). */
export const newId = (): string => v7();
