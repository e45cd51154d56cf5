import { Lead } from '@lead-nurturing/contracts/leads/lead';
import type { MoveStage, StageEvaluated } from '@lead-nurturing/contracts/leads/stage-move';
import type { Stage } from '@lead-nurturing/contracts/leads/stage';
import { AppError, NotFoundError } from '@lead-nurturing/service-kit/errors';
import type { Caller } from '@lead-nurturing/service-kit/http/route';
import type { Idempotent } from '@lead-nurturing/service-kit/mongo/idempotency';
import type { InTransaction, Session } from '@lead-nurturing/service-kit/mongo/transaction';
import type { Clock } from '@lead-nurturing/service-kit/runtime/clock';
import { emptyUnitOfWork } from '../unit-of-work/unit-of-work';
import type { Commit } from '../unit-of-work/commit.store';
import type { ExitEnrollments } from '../enrollments/exit-enrollments.service';
import type { LeadDocument } from '../leads/lead.model';
import type { LeadStore } from '../leads/lead.store';
import type { ViewLead } from '../leads/view-lead.service';
import type { ProductStore } from '../products/product.store';
import { DEFAULT_RULES } from '../products/rules';
import { moveThrough, type Decision } from './move';
import { isBefore, mayFollow, stageMerited, stepsTo } from './stage';

export type Stages = ReturnType<typeof createStages>;

interface StagesDeps {
  leads: LeadStore;
  products: ProductStore;
  exitEnrollments: ExitEnrollments;
  commit: Commit;
  viewLead: ViewLead;
  inTransaction: InTransaction;
  idempotent: Idempotent;
  clock: Clock;
  newId: () => string;
}

/** 409: this stage does not follow the lead's. */
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

export function createStages(deps: StagesDeps) {
  const { leads, products, exitEnrollments, commit, viewLead, inTransaction, idempotent, clock, newId } = deps;

  const find = async (company: string, id: string, session: Session | null = null) => {
    const lead = await leads.find(company, id, session);
    if (!lead) throw new NotFoundError('lead', id);
    return lead;
  };

  /** A lead in another stage is done with the sequence of the one it leaves, whether or not the new one has any. */
  const save = async (session: Session, lead: LeadDocument, stages: readonly Stage[], decision: Decision) => {
    const unitOfWork = emptyUnitOfWork();
    const now = clock.now();
    const after = moveThrough(lead, stages, { ...decision, now, newId, unitOfWork });
    const exit = { reason: 'stage_changed', now, keep: after.stage };
    unitOfWork.domainEvents.push(...(await exitEnrollments(session, after, exit)));
    await commit(session, lead.company_id, unitOfWork);
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
        const decision = { actor, onBehalfOf: move.actor, reason: move.rollback_reason ?? null };
        const after = await save(session, lead, [move.stage], decision);
        return viewLead(after, session);
      };
      const { idempotency_key: key } = move;
      return key
        ? idempotent({ company, operation: `lead.stage.${id}`, key, result: Lead }, work)
        : inTransaction(work);
    },
    /** Moves the lead to the stage its score and events merit, through every stage between; never back. */
    evaluate: async ({ company, actor }: Caller, id: string): Promise<StageEvaluated> => {
      const seen = await find(company, id);
      if ((await merited(seen)).length === 0)
        return { lead: await viewLead(seen), from: seen.stage, to: seen.stage, passed: [] };
      return inTransaction(async (session) => {
        const lead = await find(company, id, session);
        const passed = await merited(lead, session);
        const after = await save(session, lead, passed, { actor, onBehalfOf: null, reason: null });
        return { lead: await viewLead(after, session), from: lead.stage, to: after.stage, passed };
      });
    },
  };
}
