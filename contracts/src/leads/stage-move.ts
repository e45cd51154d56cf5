import { z } from 'zod';
import { Id, IdempotencyKey } from '../common/common';
import { SingleLine } from '../common/text';
import { Lead } from './lead';
import { Stage } from './stage';

export const MoveStage = z
  .strictObject({
    stage: Stage.meta({ description: 'Forward: exactly the next stage. Back: any earlier stage.' }),
    actor: SingleLine.min(1).max(100).meta({
      description: 'The person who decides. The audit of the lead stores it beside the label of the API key.',
    }),
    rollback_reason: z.string().min(1).max(500).optional().meta({
      description:
        'Why the lead goes back: required to go back, and refused for a step forward. Events before the rollback no longer count towards a stage.',
    }),
    idempotency_key: IdempotencyKey.optional(),
  })
  .meta({ id: 'MoveStage', examples: [{ stage: 'Engaged_Lead', actor: 'grace.hopper' }] });
export type MoveStage = z.infer<typeof MoveStage>;

export const EvaluateStage = z
  .strictObject({ lead_id: Id.meta({ description: 'The `id` of the lead.' }) })
  .meta({ id: 'EvaluateStage', examples: [{ lead_id: '01980f3e-7c1a-7b52-9d41-3a6f0c2e8b17' }] });
export type EvaluateStage = z.infer<typeof EvaluateStage>;

export const StageEvaluated = z
  .object({
    lead: Lead,
    from: Stage,
    to: Stage,
    passed: z
      .array(Stage)
      .meta({ description: 'The stages that the lead entered, in order; empty when it stays in its stage.' }),
  })
  .meta({ id: 'StageEvaluated' });
export type StageEvaluated = z.infer<typeof StageEvaluated>;
