import { Lead } from '@lead-nurturing/contracts/leads/lead';
import type { MoveStage, StageEvaluated } from '@lead-nurturing/contracts/leads/stage-move';
import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import { AppError, NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { Caller } from '@lead-nurturing/service-kit/http/route';
import type { Idempotent } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { combine, type Commit } from '@lead-nurturing/service-kit/unit-of-work';
import type { ExitsOf } from '../enrollments/exit-enrollments.service';
import type { EnrollmentDocuments } from '../enrollments/progress';
import type { LeadDocuments } from '../leads/lead';
import type { LeadDocument } from '../leads/lead.model';
import type { LeadStore } from '../leads/lead.store';
import type { ViewLead } from '../leads/lead-view.service';
import type { ProductStore } from '../products/product.store';
import { DEFAULT_RULES } from '../products/rules';
import { isBefore, mayFollow, moveThrough, stageMerited, stepsTo, type Decision } from './stage';

export type Stages = ReturnType<typeof createStageService>;

interface StagesDeps {
  leads: LeadStore;
  products: Pick<ProductStore, 'find'>;
  exitsOf: ExitsOf;
  commit: Commit<LeadDocuments & EnrollmentDocuments>;
  viewLead: ViewLead;
  inTransaction: InTransaction;
  idempotent: Idempotent;
  clock: Clock;
  newId: () => string;
}

/** 409: the lead may not move from its stage to this one. */
class StageRefusedError extends AppError {
  constructor(from: Stage, to: Stage, why: string) {
    super(409, 'STAGE_REFUSED', `${from} → ${to}: ${why}`, { from, to });
  }
}

function checkMove(from: Stage, { stage: to, rollback_reason }: MoveStage): void {
  const back = isBefore(to, from);
  if (rollback_reason && !back) throw new StageRefusedError(from, to, 'a rollback leads to an earlier stage.');
  if (back && !rollback_reason) throw new StageRefusedError(from, to, 'going back needs a rollback_reason.');
  if (!back && !mayFollow(from, to)) throw new StageRefusedError(from, to, 'a lead moves one stage at a time.');
}

export function createStageService(deps: StagesDeps) {
  const { leads, products, exitsOf, commit, viewLead, inTransaction, idempotent, clock, newId } = deps;

  const find = async (company: string, id: string, session: Session | null = null) => {
    const lead = await leads.find(company, id, session);
    if (!lead) throw new NotFoundError('lead', id);
    return lead;
  };

  /** The lead also leaves the sequence of its former stage, whether or not the new stage has a sequence. */
  const save = async (
    session: Session,
    actor: string,
    { lead, stages, decision }: { lead: LeadDocument; stages: readonly Stage[]; decision: Decision },
  ) => {
    const now = clock.now();
    const company = lead.company_id;
    const { lead: after, work } = moveThrough({ company, actor, now, newId }, lead, stages, decision);
    const exits = await exitsOf(session, after, { reason: 'stage_changed', now, keep: after.stage });
    await commit(session, company, combine<LeadDocuments & EnrollmentDocuments>([work, exits]));
    return after;
  };

  const merited = async (lead: LeadDocument, session: Session | null = null) => {
    const rules = (await products.find(lead.company_id, lead.product_id, session)) ?? DEFAULT_RULES;
    return stepsTo(lead.stage, stageMerited(lead, rules.scoring_rules));
  };

  return {
    /** One step forward, or back with a reason. */
    move: ({ company, actor }: Caller, id: string, move: MoveStage): Promise<Lead> => {
      const work = async (session: Session) => {
        const lead = await find(company, id, session);
        checkMove(lead.stage, move);
        const decision = { onBehalfOf: move.actor, reason: move.rollback_reason ?? null };
        const after = await save(session, actor, { lead, stages: [move.stage], decision });
        return viewLead(after, session);
      };
      const { idempotency_key: key } = move;
      return key
        ? idempotent({ company, operation: `lead.stage.${id}`, key, subject: move.stage, result: Lead }, work)
        : inTransaction(work);
    },
    /** Moves the lead to the stage that its score and events merit, through every stage between, never back. */
    evaluate: async ({ company, actor }: Caller, id: string): Promise<StageEvaluated> => {
      const seen = await find(company, id);
      if ((await merited(seen)).length === 0)
        return { lead: await viewLead(seen), from: seen.stage, to: seen.stage, passed: [] };
      return inTransaction(async (session) => {
        const lead = await find(company, id, session);
        const passed = await merited(lead, session);
        const decision = { onBehalfOf: null, reason: null };
        const after = await save(session, actor, { lead, stages: passed, decision });
        return { lead: await viewLead(after, session), from: lead.stage, to: after.stage, passed };
      });
    },
  };
}
