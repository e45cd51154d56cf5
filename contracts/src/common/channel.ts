import { z } from 'zod';

/** Document 001. */
export const Channel = z
  .enum(['email', 'whatsapp', 'chatbot'])
  .meta({ id: 'Channel', description: 'A way to write to a person.' });
export type Channel = z.infer<typeof Channel>;

export const EventChannel = z
  .enum(['email', 'whatsapp', 'chatbot', 'product'])
  .meta({ id: 'EventChannel', description: 'Where an event happened: a channel, or the product itself.' });
export type EventChannel = z.infer<typeof EventChannel>;
