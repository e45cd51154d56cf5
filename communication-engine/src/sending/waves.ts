import type { Slot } from '../limits/slot';

/** What is begun and then lost with the process has to be looked after by a person: nothing is begun long before it may go. */
const LONGEST_MS = 50;

/** Those, in order, whose slots are so close together that they can set out as one. */
export function wavesOf<Turn extends { slot: Slot }>(turns: readonly Turn[]): Turn[][] {
  const waves: Turn[][] = [];
  for (const turn of turns) {
    const wave = waves.at(-1);
    const first = wave?.[0];
    if (wave && first && turn.slot.opens_at - first.slot.opens_at < LONGEST_MS) wave.push(turn);
    else waves.push([turn]);
  }
  return waves;
}
