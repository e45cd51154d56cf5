import { IdParams } from '@lead-nurturing/contracts/common/common';
import { Enrollment, EnrollLead, LeadEnrolled, ReportStep } from '@lead-nurturing/contracts/sequences/enrollment';
import { defineBulkRoute, eachItem } from '@lead-nurturing/service-kit/bulk';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Enrollments } from './enrollment.service';

export const enrollmentRoutes = (enrollments: Enrollments): Route[] => [
  defineRoute({
    method: 'post',
    path: '/enrollments',
    operationId: 'enrollLead',
    summary: "Enroll a lead in its product's sequence for a stage",
    scope: 'enrollments:write',
    body: EnrollLead,
    response: LeadEnrolled,
    createdWhen: ({ result }) => result === 'enrolled',
    fails: [404, 409],
    handle: ({ company, body }) => enrollments.enroll(company, body),
  }),
  defineBulkRoute({
    path: '/enrollments/bulk',
    operationId: 'enrollLeads',
    summary: 'Enroll up to 100 leads',
    scope: 'enrollments:write',
    item: EnrollLead,
    result: LeadEnrolled,
    handle: eachItem(
      ({ lead_id }) => lead_id,
      ({ company }, item) => enrollments.enroll(company, item),
    ),
  }),
  defineBulkRoute({
    path: '/enrollments/steps/bulk',
    operationId: 'reportSteps',
    summary: 'Report what became of up to 100 due steps',
    scope: 'enrollments:write',
    item: ReportStep,
    result: Enrollment,
    handle: eachItem(
      ({ enrollment_id }) => enrollment_id,
      ({ company }, item) => enrollments.report(company, item),
    ),
  }),
  defineRoute({
    method: 'get',
    path: '/enrollments/:id',
    operationId: 'getEnrollment',
    summary: 'Get an enrollment and its steps',
    scope: 'enrollments:read',
    params: IdParams,
    response: Enrollment,
    handle: ({ company, params }) => enrollments.get(company, params.id),
  }),
];
