import { IdParams, pageOf } from '@lead-nurturing/contracts/common/common';
import { CreateLead, Lead, LeadQuery, LeadSaved, UpdateLead } from '@lead-nurturing/contracts/leads/lead';
import { Score } from '@lead-nurturing/contracts/leads/score';
import { defineBulkRoute, eachItem } from '@lead-nurturing/service-kit/bulk';
import { defineRoute, type Route } from '@lead-nurturing/service-kit/http/route';
import type { Leads } from './lead.service';

/** Records of one person are handled in order; records of different people run in parallel. */
const subject = (lead: CreateLead) => lead.crm_user_id ?? lead.contact_info?.email ?? lead.contact_info?.phone ?? '';

export const leadRoutes = (leads: Leads): Route[] => [
  defineRoute({
    method: 'post',
    path: '/leads',
    operationId: 'saveLead',
    summary: 'Create a lead, or merge the record into the existing lead',
    scope: 'leads:write',
    body: CreateLead,
    response: LeadSaved,
    createdWhen: ({ result }) => result === 'created',
    fails: [409],
    handle: ({ body, ...caller }) => leads.save(caller, body),
  }),
  defineBulkRoute({
    path: '/leads/bulk',
    operationId: 'saveLeads',
    summary: 'Create or merge up to 100 leads',
    scope: 'leads:write',
    item: CreateLead,
    result: LeadSaved,
    handle: eachItem(subject, (caller, lead) => leads.save(caller, lead)),
  }),
  defineRoute({
    method: 'get',
    path: '/leads',
    operationId: 'listLeads',
    summary: 'List leads, newest first',
    scope: 'leads:read',
    query: LeadQuery,
    response: pageOf(Lead),
    handle: ({ company, query }) => leads.list(company, query),
  }),
  defineRoute({
    method: 'get',
    path: '/leads/:id',
    operationId: 'getLead',
    summary: 'Get a lead',
    scope: 'leads:read',
    params: IdParams,
    response: Lead,
    handle: ({ company, params }) => leads.get(company, params.id),
  }),
  defineRoute({
    method: 'put',
    path: '/leads/:id',
    operationId: 'updateLead',
    summary: 'Update a lead and its person',
    scope: 'leads:write',
    params: IdParams,
    body: UpdateLead,
    response: Lead,
    fails: [404, 409],
    handle: ({ params, body, ...caller }) => leads.update(caller, params.id, body),
  }),
  defineRoute({
    method: 'get',
    path: '/leads/:id/score',
    operationId: 'getLeadScore',
    summary: 'Get the score of a lead and its latest entries',
    scope: 'leads:read',
    params: IdParams,
    response: Score,
    handle: ({ company, params }) => leads.score(company, params.id),
  }),
];
