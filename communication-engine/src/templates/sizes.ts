import { Unrenderable } from './unrenderable';

/** Whether a mark occurs more than so often in a text; it is not counted any further. */
export const occursOver = (most: number, mark: string | RegExp, text: string): boolean =>
  text.split(mark, most + 2).length - 1 > most;

const LARGEST_PART = 1_048_576;
/** A header's line ends here (RFC 5322). */
const LONGEST_SUBJECT = 998;
/** Ten times a rich newsletter; both the parser and the text part slow down with the square of them. */
const MOST_TAGS = 10_000;

/** A header is one line, whatever a variable holds; nobody opens a message without one. */
export function checkedSubject(rendered: string): string {
  if (rendered.length > LARGEST_PART) throw new Unrenderable('its subject is too long');
  const subject = rendered.replaceAll(/\s+/g, ' ').trim();
  if (subject === '') throw new Unrenderable('its subject is empty');
  if (subject.length > LONGEST_SUBJECT)
    throw new Unrenderable(`its subject is longer than ${String(LONGEST_SUBJECT)} characters`);
  return subject;
}

export function checkedPart(name: 'HTML' | 'text', rendered: string): string {
  // Its length costs nothing to ask for; its bytes are no fewer.
  if (rendered.length > LARGEST_PART || Buffer.byteLength(rendered) > LARGEST_PART)
    throw new Unrenderable(`its ${name} is larger than 1 MB`);
  return rendered;
}

export function checkedHtml(rendered: string): string {
  const html = checkedPart('HTML', rendered);
  if (occursOver(MOST_TAGS, '<', html)) throw new Unrenderable(`its HTML has more than ${String(MOST_TAGS)} tags`);
  return html;
}
