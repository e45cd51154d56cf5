import type { Product, PutProduct } from '@lead-nurturing/contracts/products/product';
import type { Delay, SequenceMessage } from '@lead-nurturing/contracts/sequences/sequence';
import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import type { SequenceDocument, Step } from './sequence.model';

const MINUTES = { minutes: 1, hours: 60, days: 24 * 60, weeks: 7 * 24 * 60 };

export const delayMinutes = ({ value, unit }: Delay): number => value * MINUTES[unit];

/** The delay of a step. Whole `delay_hours` (document 001) are stored in hours, fractions in minutes. */
function delayOf({ delay, delay_hours = 0 }: SequenceMessage): Delay {
  if (delay) return delay;
  if (Number.isInteger(delay_hours)) return { value: delay_hours, unit: 'hours' };
  return { value: Math.round(delay_hours * 60), unit: 'minutes' };
}

export const sequenceCode = (productId: string, stage: Stage): string => `${productId}-${stage.replaceAll('_', '-')}`;

export const compileSteps = (messages: PutProduct['nurturing_sequences'][number]['messages']): Step[] =>
  messages.map((message, index) => ({
    step_number: index + 1,
    channel: message.channel,
    template_id: message.template_id,
    delay: delayOf(message),
  }));

/** A sequence as the product's configuration shows it. */
export const renderSequence = ({
  stage,
  code,
  version,
  steps,
}: SequenceDocument): Product['nurturing_sequences'][number] => ({
  stage,
  code,
  version,
  messages: steps.map(({ delay, channel, template_id }) => ({
    delay,
    delay_hours: delayMinutes(delay) / 60,
    channel,
    template_id,
  })),
});
