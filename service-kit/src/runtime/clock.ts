import { v7 } from 'uuid';

/** The current time, passed in so that tests can set it. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A new UUID of version 7 (RFC 9562): ids rise with time, so that recent documents are neighbours in the index. */
export const newId = (): string => v7();
