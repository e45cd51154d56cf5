/** Everything up to and including fact `offset - 1` of the document at `position` is dealt with. */
export interface Place {
  position: number;
  offset: number;
}

/** Past every fact of a document. */
const WHOLE = 1_000_000;

/** The place after all facts of the document at this position. */
export const placeAfter = (position: number): Place => ({ position, offset: WHOLE });

export const isSamePlace = (one: Place, other: Place): boolean =>
  one.position === other.position && one.offset === other.offset;
