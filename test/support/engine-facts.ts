import type { Fact, FactData, FactType } from '@lead-nurturing/contracts/fact';

/** A fact as a service tells it; only what the test is about needs saying. */
export const aFact = <Type extends FactType>(
  type: Type,
  data: Partial<FactData<Type>>,
  event_id = 'event-1',
): Fact => ({
  event_id,
  type,
  occurred_at: '2026-01-31T09:00:00.000Z',
  lead_seq: 1,
  data: { lead_id: 'lead-1', product_id: 'acme', ...data },
});
