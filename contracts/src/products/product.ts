import { z } from 'zod';
import { Channel } from '../common/channel';
import { Id, Timestamp } from '../common/common';
import { TrimmedLine } from '../common/text';
import { ScoringRules } from './scoring-rules';
import { Delay, SequenceMessage } from '../sequences/sequence';
import { Stage } from '../leads/stage';

/**
 * Stands in paths and at the front of sequence codes (`<product>-<stage>`), which stay unambiguous since no stage ends
 * in another; a path would lose one that begins with a dot.
 */
export const ProductId = z
  .string()
  .max(60)
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/, 'letters, digits, _, - and dots, not beginning with a dot')
  .meta({
    description:
      "The company's own id of the product: letters, digits, `_`, `-` and dots; it does not begin with a dot.",
  });

const StageSequence = z.strictObject({
  stage: Stage.meta({ description: 'A lead that enters this stage goes through the sequence.' }),
  messages: z.array(SequenceMessage).min(1).max(50).meta({ description: 'The steps, in order.' }),
});

const email = (delay_hours: number, template_id: string) => ({ delay_hours, channel: 'email', template_id });

/** The configuration of the demo company, so that sending the example changes nothing there. */
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

/** The configuration of a product (document 001). The id of the product is in the path. */
export const PutProduct = z
  .strictObject({
    name: TrimmedLine.min(1).max(200).meta({ description: 'The name that templates use (`product.name`).' }),
    nurturing_sequences: z
      .array(StageSequence)
      .max(4)
      .default([])
      .refine((all) => new Set(all.map(({ stage }) => stage)).size === all.length, 'only one sequence for each stage')
      .meta({
        description:
          'At most one for each stage. A changed sequence becomes a new version; enrolled leads stay on their version.',
      }),
    scoring_rules: ScoringRules.prefault({}),
    conversion_goals: z.array(z.string().min(1).max(100)).max(20).default([]).meta({
      description: 'Names of events that make a lead a Customer: an event type, or the `metadata.name` of an event.',
    }),
  })
  .meta({
    id: 'PutProduct',
    description: 'The complete configuration of a product. A field that is left out gets its default.',
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
