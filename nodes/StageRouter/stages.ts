import type { Stage } from '@lead-nurturing/contracts/stage';

/** One output a stage, in the order a lead goes through them (contracts, STAGES). */
const outputs: Record<Stage, string> = {
  User: 'User',
  Engaged_Lead: 'Engaged Lead',
  Qualified_Lead: 'Qualified Lead',
  Customer: 'Customer',
};

export const stageNames = Object.values(outputs);

/** -1 for what is no stage. */
export const outputOf = (stage: unknown): number => Object.keys(outputs).findIndex((known) => known === stage);
