import { z } from 'zod';
import { Id, IdempotencyKey } from './common';
import { Lead } from './lead';
import { Stage } from './stage';

/** Forward: exactly the next stage. Back: any earlier stage, and only with a `rollback_reason`. */
export const MoveStage = z
  .strictObject({
    stage: Stage,
    actor: z.string().min(1).max(100),
    rollback_reason: z.string().min(1).max(500).optional(),
    idempotency_key: IdempotencyKey.optional(),
  })
  .meta({ id: 'MoveStage' });
export type MoveStage = z.infer<typeof MoveStage>;

export const EvaluateStage = z.strictObject({ lead_id: Id }).meta({ id: 'EvaluateStage' });
export type EvaluateStage = z.infer<typeof EvaluateStage>;

/** `passed` lists each stage entered, one step at a time; empty when the lead stays. */
export const StageEvaluated = z
  .object({ lead: Lead, from: Stage, to: Stage, passed: z.array(Stage) })
  .meta({ id: 'StageEvaluated' });
export type StageEvaluated = z.infer<typeof StageEvaluated>;
