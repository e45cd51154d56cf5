import { messageLinks } from '../links/message-links';
import type { Tokens } from '../links/token';
import { syntaxError } from './liquid';
import { renderEmail } from './render-email';
import type { Parts, RenderBatch, RenderedEmail } from './render-protocol';
import { withDefaults } from './variables';

const PARTS = ['subject', 'html', 'text'] as const;

/** The parts that are no valid Liquid, each with its error. */
export const syntaxErrors = (template: Parts): { field: string; message: string }[] =>
  PARTS.flatMap((field) => {
    const message = syntaxError(field === 'html' ? 'html' : 'text', template[field] ?? '');
    return message === null ? [] : [{ field, message }];
  });

/** Bytes of a content that matter for memory: its two large parts. */
const bytesOf = (rendered: RenderedEmail): number =>
  rendered.status === 'failed'
    ? 0
    : Buffer.byteLength(rendered.content.html ?? '') + Buffer.byteLength(rendered.content.text);

interface Slice {
  /** Stop before the next job once this time (milliseconds) has passed, … */
  milliseconds: number;
  /** … or so many bytes have been rendered. */
  bytes: number;
  monotonicNow: () => number;
  /** Called with the index of the job before each job. */
  onJob: (index: number) => void;
}

/** Renders the first jobs of a batch in order, at least one of them, until the slice is used up. */
export function renderSlice(
  { company, templates, jobs }: RenderBatch,
  links: { publicUrl: string; tokens: Tokens },
  { milliseconds, bytes, monotonicNow, onJob }: Slice,
): { rendered: RenderedEmail[]; bytes: number } {
  const rendered: RenderedEmail[] = [];
  const until = monotonicNow() + milliseconds;
  let size = 0;
  for (const [index, { message_id, template, variables }] of jobs.entries()) {
    if (index > 0 && (monotonicNow() >= until || size >= bytes)) break;
    const parts = templates[template];
    if (!parts) throw new Error('a render job names a template that its batch does not have');
    onJob(index);
    const email = renderEmail({
      template: parts,
      variables: withDefaults(parts.defaults, variables),
      links: messageLinks(links.publicUrl, links.tokens, company, message_id),
    });
    rendered.push(email);
    size += bytesOf(email);
  }
  return { rendered, bytes: size };
}
