import type { Slot } from '../limits/slot';

/** What is begun and then lost with the process has to be looked after by a person: nothing is begun long before it may go. */
const LONGEST_MS = 50;

/** Those, in order, whose slots are so close together that they can set out as one. */
export function wavesOf<Message extends { slot: Slot }>(all: readonly Message[]): Message[][] {
  const waves: Message[][] = [];
  for (const next of all) {
    const wave = waves.at(-1);
    const first = wave?.[0];
    if (wave && first && next.slot.opens_at - first.slot.opens_at < LONGEST_MS) wave.push(next);
    else waves.push([next]);
  }
  return waves;
}
