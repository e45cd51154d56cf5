import { z } from 'zod';
import { Channel } from './channel';
import { Id, Timestamp } from './common';
import { Stage } from './stage';

/**
 * The company's own name for a product. It stands in paths and at the front of sequence codes (`<product>-<stage>`),
 * which stay unambiguous since no stage ends in another; a path would lose one that begins with a dot.
 */
export const ProductId = z
  .string()
  .max(60)
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/, 'letters, digits, _, - and, not in front, dots');

/** How long after the step before it a step is due. */
export const Delay = z
  .strictObject({ value: z.number().int().min(0).max(100_000), unit: z.enum(['minutes', 'hours', 'days', 'weeks']) })
  .meta({ id: 'Delay' });
export type Delay = z.infer<typeof Delay>;

/** Document 001 writes `delay_hours`, fractions allowed to the minute; `delay` says the same with a unit. Give one. */
export const SequenceMessage = z
  .strictObject({
    delay_hours: z.number().min(0).max(10_000).optional(),
    delay: Delay.optional(),
    channel: Channel,
    template_id: Id,
  })
  .refine((message) => (message.delay_hours === undefined) !== (message.delay === undefined), {
    message: 'give either delay_hours or delay',
    path: ['delay_hours'],
  })
  .meta({ id: 'SequenceMessage' });
export type SequenceMessage = z.infer<typeof SequenceMessage>;

export const ScoringRules = z
  .strictObject({
    login_points: z.number().min(0).max(1_000).default(5),
    email_engagement_multiplier: z.number().min(0).max(100).default(1),
    qualification_threshold: z.number().positive().max(100_000).default(60),
    /** Default: a third of the qualification threshold. */
    engaged_threshold: z.number().positive().max(100_000).optional(),
  })
  .refine((rules) => (rules.engaged_threshold ?? 0) <= rules.qualification_threshold, {
    message: 'must not exceed qualification_threshold',
    path: ['engaged_threshold'],
  })
  .meta({ id: 'ScoringRules' });
export type ScoringRules = z.infer<typeof ScoringRules>;

/** The product's configuration (document 001); its id stands in the path. */
export const PutProduct = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    nurturing_sequences: z
      .array(z.strictObject({ stage: Stage, messages: z.array(SequenceMessage).min(1).max(50) }))
      .max(4)
      .default([])
      .refine((sequences) => new Set(sequences.map(({ stage }) => stage)).size === sequences.length, {
        message: 'one sequence a stage',
      }),
    scoring_rules: ScoringRules.prefault({}),
    conversion_goals: z.array(z.string().min(1).max(100)).max(20).default([]),
  })
  .meta({ id: 'PutProduct' });
export type PutProduct = z.infer<typeof PutProduct>;

export const ProductParams = z.strictObject({ id: ProductId });
export type ProductParams = z.infer<typeof ProductParams>;

export const Product = z
  .object({
    product_id: Id,
    name: z.string(),
    nurturing_sequences: z.array(
      z.object({
        stage: Stage,
        /** `<product>-<stage>` */
        code: z.string(),
        version: z.number().int(),
        messages: z.array(z.object({ delay: Delay, delay_hours: z.number(), channel: Channel, template_id: Id })),
      }),
    ),
    scoring_rules: z.object({
      login_points: z.number(),
      email_engagement_multiplier: z.number(),
      qualification_threshold: z.number(),
      engaged_threshold: z.number(),
    }),
    conversion_goals: z.array(z.string()),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Product' });
export type Product = z.infer<typeof Product>;
