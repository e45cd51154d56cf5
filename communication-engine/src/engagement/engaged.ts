/** What a person did with a message. */
export type Engaged = { kind: 'opened' } | { kind: 'clicked'; link: number } | { kind: 'unsubscribed' };
