import { z } from 'zod';
import { Channel } from '../common/channel';
import { Id } from '../common/common';

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
  .meta({
    id: 'SequenceMessage',
    description: 'One step of a sequence.',
    oneOf: [{ required: ['delay_hours'] }, { required: ['delay'] }],
  });
export type SequenceMessage = z.infer<typeof SequenceMessage>;

export const SequenceContext = z
  .strictObject({
    enrollment_id: Id.meta({ description: 'The enrollment, by its `id`.' }),
    sequence_code: z.string().max(100).meta({ description: '`<product>-<stage>`' }),
    sequence_version: z.number().int().meta({ description: 'The version the enrollment goes by.' }),
    step_number: z.number().int().meta({ description: 'Counted from 1.' }),
  })
  .meta({
    id: 'SequenceContext',
    description: 'Which step of which sequence a message belongs to; the fact `step.due` brings it.',
  });
export type SequenceContext = z.infer<typeof SequenceContext>;
