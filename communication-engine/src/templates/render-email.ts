import { compile } from 'html-to-text';
import { trackLinks, type MessageLinks } from '../tracking/track-links';
import { renderLiquid } from './liquid';
import { checkedHtml, checkedPart, checkedSubject } from './sizes';
import { Unrenderable } from './unrenderable';
import type { Variables } from './variables';

/** A message as it goes out. */
export interface Content {
  subject: string;
  html: string | null;
  text: string;
  /** The addresses behind the tracked links, by index. */
  links: string[];
  unsubscribe_url: string;
}

export type RenderedEmail = { status: 'rendered'; content: Content } | { status: 'failed'; reason: string };

interface Email {
  template: { subject: string | null; html: string | null; text: string | null };
  variables: Variables;
  links: MessageLinks;
}

const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

/** Mail programs show the text part as it is: lines of a readable length, no pictures, an address only where it says more. */
const toText = compile({
  wordwrap: 78,
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'] } },
    ...HEADINGS.map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

function rendered({ template, variables, links }: Email): Content {
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

/** Subject, HTML and text of one e-mail; or why there is none, whatever a template makes of our tools. */
export function renderEmail(email: Email): RenderedEmail {
  try {
    return { status: 'rendered', content: rendered(email) };
  } catch (error) {
    if (error instanceof Unrenderable) return { status: 'failed', reason: error.message };
    // Only its name: its words may hold what a variable held.
    return { status: 'failed', reason: `rendering it broke off: ${error instanceof Error ? error.name : 'no error'}` };
  }
}
