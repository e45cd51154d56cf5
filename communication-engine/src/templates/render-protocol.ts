import { z } from 'zod';
import type { Variables } from './variables';

/** The content of an e-mail as it is handed to the provider. */
export const Content = z.object({
  subject: z.string(),
  html: z.string().nullable(),
  text: z.string(),
  /** The original addresses of the tracked links, by index. */
  links: z.array(z.string()),
  unsubscribe_url: z.string(),
});
export type Content = z.infer<typeof Content>;

export type RenderedEmail = { status: 'rendered'; content: Content } | { status: 'failed'; reason: string };

/** The parts of a template; an e-mail template has a subject, and HTML, text or both. */
export interface Parts {
  subject: string | null;
  html: string | null;
  text: string | null;
}

/** One message to render; `template` is an index into the templates of the batch. */
export interface RenderJob {
  message_id: string;
  template: number;
  variables: Variables;
}

export interface RenderBatch {
  company: string;
  /** `key` names the template and its version. */
  templates: readonly (Parts & { key: string; defaults: Variables })[];
  jobs: readonly RenderJob[];
}

/** The thread gets these at its start. */
export const ThreadData = z.object({
  publicUrl: z.string(),
  secret: z.string(),
  /** One shared number: the index of the job that the thread works on, {@link IDLE} before the first one. */
  progress: z.instanceof(Int32Array),
});
export type ThreadData = z.infer<typeof ThreadData>;

export const IDLE = -1;

/** The thread answers a request after this time, with the jobs done so far: then the next request has its turn. */
export const SLICE_MS = 200;

export type ThreadRequest =
  /** `bytes`: stop before the next job after so many rendered bytes. */
  { kind: 'render'; batch: RenderBatch; bytes: number } | { kind: 'check'; template: Parts };

export type ThreadAnswer =
  | { kind: 'rendered'; rendered: RenderedEmail[]; bytes: number }
  | { kind: 'checked'; errors: { field: string; message: string }[] };
