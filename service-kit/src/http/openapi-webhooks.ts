import { z } from 'zod';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import { DomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { Delivery, ID_HEADER, SIGNATURE_HEADER, TIMESTAMP_HEADER } from '@lead-nurturing/contracts/webhooks/webhook';

/** The domain events that a service publishes: type → schema of `data`. */
export type DomainEventSchemas = Readonly<Record<string, z.ZodType>>;

/** `lead.stage_changed` → `LeadStageChangedEvent`. */
const schemaName = (type: string) =>
  `${type.replaceAll(/(?:^|[._])([a-z])/g, (_, letter: string) => letter.toUpperCase())}Event`;

const eventSchema = ([type, data]: [string, z.ZodType]) =>
  DomainEvent.extend({ type: z.literal(type), data }).meta({ id: schemaName(type) });

const headers = z.object({
  [ID_HEADER]: z.string().meta({ description: 'Names the delivery; an unchanged retry has the same id.' }),
  [TIMESTAMP_HEADER]: z.string().meta({ description: 'When the delivery was attempted: seconds since the epoch.' }),
  [SIGNATURE_HEADER]: z.string().meta({
    description:
      '`v1,` and the base64 of HMAC-SHA256 over `<id>.<timestamp>.<raw body>`, one for each valid secret, separated by spaces.',
  }),
});

const DESCRIPTION = `A POST to the URL of each subscription to these types, signed as Standard Webhooks 1.0.0 specifies. It holds up
to 100 domain events, those of one lead in order. Deliveries are at least once: process each \`event_id\` once.`;

/** The deliveries of a service as the `webhooks` of its OpenAPI document, with a schema for each type of event. */
export function describeWebhooks(domainEvents: DomainEventSchemas): { webhooks?: ZodOpenApiPathsObject } {
  const [first, ...others] = Object.entries(domainEvents).map(eventSchema);
  if (!first) return {};
  const events = z.array(z.discriminatedUnion('type', [first, ...others])).meta({ description: 'In order per lead.' });
  const post = {
    operationId: 'receiveDomainEvents',
    summary: 'Receive domain events',
    description: DESCRIPTION,
    tags: ['webhook-subscriptions'],
    security: [],
    requestParams: { header: headers },
    requestBody: {
      required: true,
      content: { 'application/json': { schema: Delivery.extend({ events }).meta({ id: 'Delivery' }) } },
    },
    responses: {
      '2XX': { description: 'The events were processed.' },
      '410': { description: 'The subscription is detached.' },
      default: { description: 'The delivery is repeated, after `Retry-After` if the answer has it.' },
    },
  };
  return { webhooks: { 'domain-events': { post } } };
}
