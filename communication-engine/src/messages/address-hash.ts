import { createHash } from 'node:crypto';

/** `Ada@Example.com ` and `ada@example.com` are one mailbox. */
const normalised = (address: string) => address.normalize('NFC').trim().toLowerCase();

/**
 * The hash of an address that a suppression keeps after the address itself was erased. It has no secret key, because
 * after a rotation of that key no suppression would match any more.
 */
export const addressHash = (company: string, address: string): string =>
  createHash('sha256')
    .update(`${company}\n${normalised(address)}`)
    .digest('hex');
