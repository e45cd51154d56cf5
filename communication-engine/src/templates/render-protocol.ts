import { z } from 'zod';
import type { RenderBatch } from './render-batch';
import type { Parts, RenderedEmail } from './render-email';

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
