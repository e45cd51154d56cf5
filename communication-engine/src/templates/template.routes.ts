import { IdParams } from '@lead-nurturing/contracts/common/common';
import { PutTemplate, Template, TemplateSaved } from '@lead-nurturing/contracts/templates/template';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { TemplateService } from './template.service';

/** The largest source of the contract with each character escaped in JSON, and defaults. */
const TEMPLATE_BYTES = 2 * 1_048_576;

export const templateRoutes = (templates: TemplateService): Route[] => [
  defineRoute({
    method: 'post',
    path: '/templates',
    operationId: 'putTemplate',
    summary: 'Create a template, or a new version of it',
    scope: 'templates:write',
    body: PutTemplate,
    response: TemplateSaved,
    createdWhen: ({ result }) => result === 'created',
    bodyLimit: TEMPLATE_BYTES,
    handle: ({ company, body }) => templates.put(company, body),
  }),
  defineRoute({
    method: 'get',
    path: '/templates/:id',
    operationId: 'getTemplate',
    summary: 'Read a template by its template_id',
    scope: 'templates:read',
    params: IdParams,
    response: Template,
    handle: ({ company, params }) => templates.get(company, params.id),
  }),
];
