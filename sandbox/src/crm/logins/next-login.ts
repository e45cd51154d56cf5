import type { Contact } from '../records/record';

/** One person using one product. */
export interface Use {
  contact_id: string;
  product: string;
}

const EAGER_EVERY = 11;
const EAGER_ROUNDS = 4;

export const usesOf = (contacts: readonly Contact[]): Use[] =>
  contacts.flatMap(({ id, products }) => products.map(({ product }) => ({ contact_id: id, product })));

/**
 * Whose turn it is. A few eager people log in four times each before anybody else, so that a demo moves at once; after
 * that some log in often and others hardly ever, as people do.
 */
export function nextUse(uses: readonly Use[], loginsSoFar: number, random: () => number): Use | undefined {
  const eager = uses.filter((_, index) => index % EAGER_EVERY === 0);
  if (loginsSoFar < eager.length * EAGER_ROUNDS) return eager[loginsSoFar % eager.length];
  return uses[Math.floor(random() ** 2 * uses.length)];
}
