/** Everything up to and including fact `offset - 1` of the document at `position` is dealt with. */
export interface StreamOffset {
  position: number;
  offset: number;
}

/** Past every fact of a document. */
const WHOLE = 1_000_000;

/** The place after all facts of the document at this position. */
export const offsetAfter = (position: number): StreamOffset => ({ position, offset: WHOLE });

export const isSameOffset = (one: StreamOffset, other: StreamOffset): boolean =>
  one.position === other.position && one.offset === other.offset;
