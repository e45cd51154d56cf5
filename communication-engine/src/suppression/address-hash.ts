import { createHash } from 'node:crypto';

/** `Ada@Example.com ` and `ada@example.com` are one mailbox. */
const normalised = (address: string) => address.normalize('NFC').trim().toLowerCase();

/**
 * What a suppression remembers an address by: it outlives the address's erasure. Not keyed by a secret, for a rotated one
 * would let us write again to everybody who asked us not to.
 */
export const addressHash = (company: string, address: string): string =>
  createHash('sha256')
    .update(`${company}\n${normalised(address)}`)
    .digest('hex');
