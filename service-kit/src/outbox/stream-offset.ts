/**
 * Where a reader of the outbox stands: it has passed the documents before `position`, and of the document at `position`
 * the events whose index is less than `offset`.
 */
export interface StreamOffset {
  position: number;
  offset: number;
}

/** More than the events of any document. */
const WHOLE = 1_000_000;

/** The offset after all events of the document at this position. */
export const offsetAfter = (position: number): StreamOffset => ({ position, offset: WHOLE });

export const isSameOffset = (one: StreamOffset, other: StreamOffset): boolean =>
  one.position === other.position && one.offset === other.offset;

/** Whether a reader at `one` has yet to reach `other`. */
export const isBefore = (one: StreamOffset, other: StreamOffset): boolean =>
  one.position < other.position || (one.position === other.position && one.offset < other.offset);
