import { z } from 'zod';
import { Id, IdempotencyKey } from '../common/common';
import { SingleLine } from '../common/text';
import { Lead } from './lead';
import { Stage } from './stage';

export const MoveStage = z
  .strictObject({
    stage: Stage.meta({ description: 'Forward: exactly the next stage. Back: any earlier stage.' }),
    actor: SingleLine.min(1)
      .max(100)
      .meta({ description: 'Whose decision it is; kept in the audit of the lead beside the API key.' }),
    rollback_reason: z.string().min(1).max(500).optional().meta({
      description:
        'Why the lead goes back; needed for that, and refused for a step forward. What happened before no longer merits a stage.',
    }),
    idempotency_key: IdempotencyKey.optional(),
  })
  .meta({ id: 'MoveStage', examples: [{ stage: 'Engaged_Lead', actor: 'grace.hopper' }] });
export type MoveStage = z.infer<typeof MoveStage>;

export const EvaluateStage = z
  .strictObject({ lead_id: Id.meta({ description: 'The lead, by its `id`.' }) })
  .meta({ id: 'EvaluateStage', examples: [{ lead_id: '01980f3e-7c1a-7b52-9d41-3a6f0c2e8b17' }] });
export type EvaluateStage = z.infer<typeof EvaluateStage>;

export const StageEvaluated = z
  .object({
    lead: Lead,
    from: Stage,
    to: Stage,
    passed: z.array(Stage).meta({ description: 'Each stage entered, one at a time; empty when the lead stays.' }),
  })
  .meta({ id: 'StageEvaluated' });
export type StageEvaluated = z.infer<typeof StageEvaluated>;
