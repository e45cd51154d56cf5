import { z } from 'zod';
import { Id } from '@lead-nurturing/contracts/common/common';
import { Engagement } from '@lead-nurturing/contracts/engagement/engagement';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { EngagementService } from './engagement.service';

export const engagementRoutes = (engagement: EngagementService): Route[] => [
  defineRoute({
    method: 'get',
    path: '/engagement/:lead_id',
    operationId: 'getEngagement',
    summary: 'Count what a lead did with its messages, by channel',
    scope: 'engagement:read',
    params: z.strictObject({ lead_id: Id.meta({ description: 'The lead, by its `id` in the Lead Tracker.' }) }),
    response: Engagement,
    fails: [],
    handle: ({ company, params }) => engagement.of(company, params.lead_id),
  }),
];
