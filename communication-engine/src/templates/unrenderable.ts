/** A template and its variables give no valid message; `message` is the reason, and safe to show to callers. */
export class Unrenderable extends Error {}

/** Whether `mark` occurs more than `limit` times in `text`; counting stops there. */
export const occursOver = (limit: number, mark: string | RegExp, text: string): boolean =>
  text.split(mark, limit + 2).length - 1 > limit;
