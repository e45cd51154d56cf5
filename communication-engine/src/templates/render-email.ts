import { compile } from 'html-to-text';
import type { MessageLinks } from '../links/message-links';
import { renderLiquid } from './liquid';
import type { Content, Parts, RenderedEmail } from './render-protocol';
import { trackLinks } from './track-links';
import { occursOver, Unrenderable } from './unrenderable';
import type { Variables } from './variables';

interface Email {
  template: Parts;
  variables: Variables;
  links: MessageLinks;
}

const MAX_PART_BYTES = 1_048_576;
/** A line of a header has at most 998 characters (RFC 5322). */
const MAX_SUBJECT_CHARACTERS = 998;
/** Ten times a rich newsletter. The time of the HTML parser and of the text part grows with the square of the tags. */
const MAX_HTML_TAGS = 10_000;

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

/** Text for mail programs that show no HTML: short lines, no images, and link addresses that differ from their text. */
const toText = compile({
  wordwrap: 78,
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'] } },
    ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

/** A header is one line: white space of any kind becomes one space, other control characters are removed. */
function checkedSubject(rendered: string): string {
  if (rendered.length > MAX_PART_BYTES) throw new Unrenderable('its subject is too long');
  const subject = rendered
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
  if (subject === '') throw new Unrenderable('its subject is empty');
  if (subject.length > MAX_SUBJECT_CHARACTERS)
    throw new Unrenderable(`its subject is longer than ${String(MAX_SUBJECT_CHARACTERS)} characters`);
  return subject;
}

function checkedPart(name: 'HTML' | 'text', rendered: string): string {
  // The length is known without a scan, and a text has at least one byte per character.
  if (rendered.length > MAX_PART_BYTES || Buffer.byteLength(rendered) > MAX_PART_BYTES)
    throw new Unrenderable(`its ${name} is larger than 1 MB`);
  return rendered;
}

function checkedHtml(rendered: string): string {
  const html = checkedPart('HTML', rendered);
  if (occursOver(MAX_HTML_TAGS, '<', html))
    throw new Unrenderable(`its HTML has more than ${String(MAX_HTML_TAGS)} tags`);
  return html;
}

function contentOf({ template, variables, links }: Email): Content {
  const known = { ...variables, unsubscribe_url: links.unsubscribe_url };
  const subject = checkedSubject(renderLiquid('text', template.subject ?? '', known));
  const html = template.html === null ? null : checkedHtml(renderLiquid('html', template.html, known));
  const text = template.text === null ? toText(html ?? '') : renderLiquid('text', template.text, known);
  const tracked = html === null ? null : trackLinks(html, links);
  return {
    subject,
    html: tracked && checkedPart('HTML', tracked.html),
    text: checkedPart('text', text),
    links: tracked?.links ?? [],
    unsubscribe_url: links.unsubscribe_url,
  };
}

/** Renders subject, HTML and text of one e-mail. A template that breaks a library fails with a reason as well. */
export function renderEmail(email: Email): RenderedEmail {
  try {
    return { status: 'rendered', content: contentOf(email) };
  } catch (error) {
    if (error instanceof Unrenderable) return { status: 'failed', reason: error.message };
    // Only the name of the error, because its message may repeat the values of variables.
    return { status: 'failed', reason: `rendering failed with ${error instanceof Error ? error.name : 'no error'}` };
  }
}
