import { bulkRequest, bulkResponse, IdParams } from '@lead-nurturing/contracts/common/common';
import { Enrollment, EnrollLead, LeadEnrolled, ReportStep } from '@lead-nurturing/contracts/sequences/enrollment';
import { handleBulk } from '@lead-nurturing/service-kit/bulk';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Enrollments } from './enrollment.service';

export const enrollmentRoutes = (enrollments: Enrollments): Route[] => [
  defineRoute({
    method: 'post',
    path: '/enrollments',
    summary: "Enroll a lead in its product's sequence for a stage",
    scope: 'enrollments:write',
    body: EnrollLead,
    response: LeadEnrolled,
    createdWhen: ({ result }) => result === 'enrolled',
    fails: [404],
    handle: ({ company, body }) => enrollments.enroll(company, body),
  }),
  defineRoute({
    method: 'post',
    path: '/enrollments/bulk',
    summary: 'Enroll up to 100 leads',
    scope: 'enrollments:write',
    body: bulkRequest(EnrollLead),
    response: bulkResponse(LeadEnrolled),
    handle: ({ company, requestId, body }) =>
      handleBulk(body.items, {
        requestId,
        keyOf: ({ lead_id }) => lead_id,
        handle: (item) => enrollments.enroll(company, item),
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/enrollments/steps/bulk',
    summary: 'Report what became of up to 100 due steps',
    scope: 'enrollments:write',
    body: bulkRequest(ReportStep),
    response: bulkResponse(Enrollment),
    handle: ({ company, requestId, body }) =>
      handleBulk(body.items, {
        requestId,
        keyOf: ({ enrollment_id }) => enrollment_id,
        handle: (item) => enrollments.report(company, item),
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/enrollments/:id',
    summary: 'Get an enrollment and its steps',
    scope: 'enrollments:read',
    params: IdParams,
    response: Enrollment,
    handle: ({ company, params }) => enrollments.get(company, params.id),
  }),
];
