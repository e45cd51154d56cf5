import { z } from 'zod';
import { Channel } from './channel';
import { Id, Timestamp } from './common';
import { Stage } from './stage';

/**
 * Stands in paths and at the front of sequence codes (`<product>-<stage>`), which stay unambiguous since no stage ends
 * in another; a path would lose one that begins with a dot.
 */
export const ProductId = z
  .string()
  .max(60)
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/, 'letters, digits, _, - and, not in front, dots')
  .meta({ description: "The company's own name for the product: letters, digits, `_`, `-` and, not in front, dots." });

export const Delay = z
  .strictObject({
    value: z.number().int().min(0).max(100_000).meta({ description: 'How many of the unit.' }),
    unit: z.enum(['minutes', 'hours', 'days', 'weeks']).meta({ description: 'A day is 24 hours.' }),
  })
  .meta({ id: 'Delay', description: 'How long after the step before it a step is due.' });
export type Delay = z.infer<typeof Delay>;

/** But for rounding: twenty minutes are no finite fraction of an hour. */
const isWholeMinutes = (hours: number) => Math.abs(hours * 60 - Math.round(hours * 60)) < 1e-6;

/** Document 001 writes `delay_hours`. */
export const SequenceMessage = z
  .strictObject({
    delay_hours: z.number().min(0).max(10_000).refine(isWholeMinutes, 'must come to whole minutes').optional().meta({
      description:
        'Hours from the outcome of the step before it, or from the enrollment, until the step is due; fractions must come to whole minutes. Give either this or `delay`.',
    }),
    delay: Delay.optional().meta({ description: 'The same with a unit.' }),
    channel: Channel.meta({ description: 'Only `email` can be sent so far.' }),
    template_id: Id.meta({ description: 'The template in the Communication Engine.' }),
  })
  .refine((message) => (message.delay_hours === undefined) !== (message.delay === undefined), {
    message: 'give either delay_hours or delay',
    path: ['delay_hours'],
  })
  .meta({ id: 'SequenceMessage', description: 'One step of a sequence.' });
export type SequenceMessage = z.infer<typeof SequenceMessage>;

export const ScoringRules = z
  .strictObject({
    login_points: z.number().min(0).max(1_000).default(5).meta({ description: 'What a login is worth.' }),
    email_engagement_multiplier: z
      .number()
      .min(0)
      .max(100)
      .default(1)
      .meta({ description: 'Multiplies the 2 points of an opened e-mail and the 5 of a click.' }),
    qualification_threshold: z
      .number()
      .positive()
      .max(100_000)
      .default(60)
      .meta({ description: 'The score of a Qualified_Lead.' }),
    engaged_threshold: z
      .number()
      .positive()
      .max(100_000)
      .optional()
      .meta({ description: 'The score of an Engaged_Lead. Default: a third of the qualification threshold.' }),
  })
  .refine((rules) => (rules.engaged_threshold ?? 0) <= rules.qualification_threshold, {
    message: 'must not exceed qualification_threshold',
    path: ['engaged_threshold'],
  })
  .meta({ id: 'ScoringRules', description: 'How points add up, and which score makes which stage.' });
export type ScoringRules = z.infer<typeof ScoringRules>;

const StageSequence = z.strictObject({
  stage: Stage.meta({ description: 'A lead that enters this stage goes through the sequence.' }),
  messages: z.array(SequenceMessage).min(1).max(50).meta({ description: 'The steps, in order.' }),
});

const email = (delay_hours: number, template_id: string) => ({ delay_hours, channel: 'email', template_id });

/** As the demo company has it, which loses nothing when somebody tries this. */
const example = {
  name: 'Brightline Analytics',
  nurturing_sequences: [
    {
      stage: 'Engaged_Lead',
      messages: [
        email(0, 'analytics-first-dashboard'),
        email(24, 'analytics-alerts'),
        email(72, 'analytics-scheduled-report'),
      ],
    },
    {
      stage: 'Qualified_Lead',
      messages: [email(0, 'analytics-choose-a-plan'), email(48, 'analytics-setup-session')],
    },
  ],
  scoring_rules: { login_points: 5, engaged_threshold: 15, qualification_threshold: 40 },
  conversion_goals: ['subscription_started', 'setup_session_booked'],
};

/** Document 001; the product's id stands in the path. */
export const PutProduct = z
  .strictObject({
    name: z.string().trim().min(1).max(200).meta({ description: 'As people know it (`product.name` in templates).' }),
    nurturing_sequences: z
      .array(StageSequence)
      .max(4)
      .default([])
      .refine((all) => new Set(all.map(({ stage }) => stage)).size === all.length, 'one sequence a stage')
      .meta({ description: 'One a stage. A changed one is a new version; who is enrolled stays on theirs.' }),
    scoring_rules: ScoringRules.prefault({}),
    conversion_goals: z.array(z.string().min(1).max(100)).max(20).default([]).meta({
      description: 'Names of events that make a lead a Customer: an event type, or the `metadata.name` of an event.',
    }),
  })
  .meta({
    id: 'PutProduct',
    description: 'The whole configuration of a product: what is left out goes back to its default.',
    examples: [example],
  });
export type PutProduct = z.infer<typeof PutProduct>;

export const ProductParams = z.strictObject({ id: ProductId.meta({ examples: ['analytics-suite'] }) });
export type ProductParams = z.infer<typeof ProductParams>;

export const Product = z
  .object({
    product_id: Id,
    name: z.string(),
    nurturing_sequences: z.array(
      z.object({
        stage: Stage,
        code: z.string().meta({ description: '`<product>-<stage>`' }),
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
