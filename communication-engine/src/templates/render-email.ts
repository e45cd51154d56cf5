import { compile } from 'html-to-text';
import { trackLinks, type MessageLinks } from '../tracking/track-links';
import { renderLiquid, type Rendering } from './liquid';
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

/** A header is one line, whatever a variable holds. */
const oneLine = (subject: string) => subject.replaceAll(/\s+/g, ' ').trim();

/** Subject, HTML and text of one e-mail; the first part that cannot be rendered says why. */
export function renderEmail({ template, variables, links }: Email): RenderedEmail {
  const known = { ...variables, unsubscribe_url: links.unsubscribe_url };
  const part = (kind: 'html' | 'text', source: string | null): Rendering | null =>
    source === null ? null : renderLiquid(kind, source, known);

  const subject = part('text', template.subject);
  const html = part('html', template.html);
  const text = part('text', template.text);
  for (const rendering of [subject, html, text])
    if (rendering?.status === 'failed') return { status: 'failed', reason: rendering.reason };

  const htmlOutput = outputOf(html);
  const tracked = htmlOutput === null ? null : trackLinks(htmlOutput, links);
  const content = {
    subject: oneLine(outputOf(subject) ?? ''),
    html: tracked?.html ?? null,
    text: outputOf(text) ?? toText(htmlOutput ?? ''),
    links: tracked?.links ?? [],
    unsubscribe_url: links.unsubscribe_url,
  };
  return { status: 'rendered', content };
}

const outputOf = (rendering: Rendering | null) => (rendering?.status === 'rendered' ? rendering.output : null);
