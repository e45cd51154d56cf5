import { z } from 'zod';

/** No control characters (CR, LF, NUL, tab…) and no Unicode line or paragraph separators. */
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u;
const REASON = 'one line of text without control characters';

/**
 * Text that ends up in one line, such as the name in the `To` header of an e-mail, where CR or LF would begin a header of
 * the sender's choice.
 */
export const SingleLine = z.string().regex(ONE_LINE, REASON);

/** A {@link SingleLine} without the white space around it. */
export const TrimmedLine = z.string().trim().regex(ONE_LINE, REASON);
