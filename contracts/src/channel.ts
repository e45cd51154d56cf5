import { z } from 'zod';

/** The channels a person can be written to on (document 001). */
export const Channel = z.enum(['email', 'whatsapp', 'chatbot']).meta({ id: 'Channel' });
export type Channel = z.infer<typeof Channel>;

/** Where an event happened: a channel, or the product itself. */
export const EventChannel = z.enum(['email', 'whatsapp', 'chatbot', 'product']).meta({ id: 'EventChannel' });
export type EventChannel = z.infer<typeof EventChannel>;
