import { z } from 'zod';
import { Id } from '../common/common';
import { EventType } from './event';
import { Stage } from './stage';

/** Domain events about leads: type → schema of `data`. */
export const LeadDomainEvents = {
  'lead.created': z.object({ lead_id: Id, person_id: Id, product_id: Id, stage: Stage, source: z.string() }),
  'lead.scored': z.object({
    lead_id: Id,
    product_id: Id,
    stage: Stage,
    engagement_score: z.number(),
    score_change: z.number(),
    event_types: z.array(EventType),
  }),
  'lead.stage_changed': z.object({
    lead_id: Id,
    product_id: Id,
    from: Stage,
    to: Stage,
    engagement_score: z.number(),
    actor: z.string(),
    rollback_reason: z.string().nullable(),
  }),
};
