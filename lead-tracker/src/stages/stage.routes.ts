import { IdParams } from '@lead-nurturing/contracts/common/common';
import { Lead } from '@lead-nurturing/contracts/leads/lead';
import { EvaluateStage, MoveStage, StageEvaluated } from '@lead-nurturing/contracts/leads/stage-move';
import { defineBulkRoute, eachItem } from '@lead-nurturing/service-kit/bulk';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Stages } from './stage.service';

export const stageRoutes = (stages: Stages): Route[] => [
  defineRoute({
    method: 'post',
    path: '/leads/:id/stage',
    operationId: 'moveLeadStage',
    summary: 'Move a lead to its next stage, or back with a reason',
    scope: 'leads:write',
    params: IdParams,
    body: MoveStage,
    response: Lead,
    fails: [404, 409],
    handle: ({ params, body, ...caller }) => stages.move(caller, params.id, body),
  }),
  defineRoute({
    method: 'post',
    path: '/leads/:id/stage/evaluate',
    operationId: 'evaluateLeadStage',
    summary: 'Move a lead to the stage it merits',
    scope: 'leads:write',
    params: IdParams,
    response: StageEvaluated,
    handle: ({ params, ...caller }) => stages.evaluate(caller, params.id),
  }),
  defineBulkRoute({
    path: '/leads/stage/evaluate/bulk',
    operationId: 'evaluateLeadStages',
    summary: 'Move up to 100 leads to the stages they merit',
    scope: 'leads:write',
    item: EvaluateStage,
    result: StageEvaluated,
    handle: eachItem(
      ({ lead_id }) => lead_id,
      (caller, { lead_id }) => stages.evaluate(caller, lead_id),
    ),
  }),
];
