import { IdParams } from '@lead-nurturing/contracts/common/common';
import { Score } from '@lead-nurturing/contracts/leads/score';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Scores } from './score.service';

export const scoreRoutes = (scores: Scores): Route[] => [
  defineRoute({
    method: 'get',
    path: '/leads/:id/score',
    summary: 'Get the score of a lead and what it came from',
    scope: 'leads:read',
    params: IdParams,
    response: Score,
    handle: ({ company, params }) => scores.get(company, params.id),
  }),
];
