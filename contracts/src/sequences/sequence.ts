import { z } from 'zod';
import { Channel } from '../common/channel';
import { Id } from '../common/common';

export const Delay = z
  .strictObject({
    value: z.number().int().min(0).max(100_000).meta({ description: 'The number of units.' }),
    unit: z.enum(['minutes', 'hours', 'days', 'weeks']).meta({ description: 'A day is 24 hours.' }),
  })
  .meta({ id: 'Delay', description: 'The time from the report of the previous step until this step is due.' });
export type Delay = z.infer<typeof Delay>;

/** Tolerates rounding: twenty minutes are 0.333… hours. */
const isWholeMinutes = (hours: number) => Math.abs(hours * 60 - Math.round(hours * 60)) < 1e-6;

/** One step of a sequence. `delay_hours` is the form of document 001. */
export const SequenceMessage = z
  .strictObject({
    delay_hours: z.number().min(0).max(10_000).refine(isWholeMinutes, 'must come to whole minutes').optional().meta({
      description:
        'Hours from the report of the previous step, or from the enrollment, until this step is due. A fraction must be whole minutes. Give either `delay_hours` or `delay`.',
    }),
    delay: Delay.optional().meta({ description: 'The delay with a unit. Give either `delay` or `delay_hours`.' }),
    channel: Channel.meta({ description: 'Only `email` can be sent at present.' }),
    template_id: Id.meta({ description: 'The `template_id` of a template of the Communication Engine.' }),
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
    enrollment_id: Id.meta({ description: 'The `id` of the enrollment.' }),
    sequence_code: z.string().max(100).meta({ description: '`<product>-<stage>`' }),
    sequence_version: z.number().int().meta({ description: 'The version of the sequence that the enrollment is on.' }),
    step_number: z.number().int().meta({ description: 'The number of the step, from 1.' }),
  })
  .meta({
    id: 'SequenceContext',
    description: 'The step of a sequence that a message belongs to, as `step.due` contains it.',
  });
export type SequenceContext = z.infer<typeof SequenceContext>;
