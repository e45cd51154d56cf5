import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Runs ESLint in a process of its own, because jest's module system cannot load ESLint's configuration, an ES module. */
const LINT = `
  import { ESLint } from 'eslint';
  const withoutTypes = { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false, project: null } } };
  const rules = ['@typescript-eslint/no-restricted-imports', 'no-restricted-syntax', 'no-restricted-globals'];
  const eslint = new ESLint({ overrideConfig: [withoutTypes], ruleFilter: ({ ruleId }) => rules.includes(ruleId) });
  const lines = JSON.parse(process.argv[1]);
  const lint = async ([filePath, code]) => (await eslint.lintText(code, { filePath }))[0].messages.map(({ message }) => message);
  process.stdout.write(JSON.stringify(await Promise.all(lines.map(lint))));
`;

type Line = readonly [file: string, code: string];

const allowed: Line[] = [
  ['contracts/src/lead.ts', "import { z } from 'zod';"],
  ['contracts/src/lead.ts', "import { Stage } from './stage';"],
  ['service-kit/src/kit.ts', "import { createOutbox } from './outbox/outbox';"],
  ['lead-tracker/src/leads/stage.ts', "import { STAGES } from '@lead-nurturing/contracts/stage';"],
  ['lead-tracker/src/leads/stage.ts', "import { DateTime } from 'luxon';"],
  ['lead-tracker/src/leads/stage.ts', "import { compile } from '../sequences/compile';"],
  ['lead-tracker/src/leads/stage.ts', "import { createHash } from 'node:crypto';"],
  ['lead-tracker/src/leads/stage.ts', "import type { StoredLead } from './lead.model';"],
  ['lead-tracker/src/leads/stage.ts', 'export const at = (iso: string) => new Date(iso);'],
  ['lead-tracker/src/leads/lead.service.ts', "import { NotFoundError } from '@lead-nurturing/service-kit/errors';"],
  ['lead-tracker/src/leads/lead.service.ts', "import type { Leads } from './lead.store';"],
  [
    'communication-engine/src/messages/sending.service.ts',
    "import type { Submission } from '../channels/provider.port';",
  ],
  ['lead-tracker/src/leads/lead.service.ts', "import type { Products } from '../products/product.service';"],
  ['lead-tracker/src/leads/lead.routes.ts', "import { defineRoute } from '@lead-nurturing/service-kit/http/route';"],
  ['lead-tracker/src/leads/lead.routes.ts', "import type { Leads } from './lead.service';"],
  ['lead-tracker/src/leads/lead.store.ts', "import { leadModel } from './lead.model';"],
  ['lead-tracker/src/leads/lead.model.ts', "import { Schema } from 'mongoose';"],
  ['lead-tracker/src/leads/stage.ts', "import { unitOfWork } from '@lead-nurturing/service-kit/unit-of-work';"],
  ['lead-tracker/src/compose.ts', "import { createLeads } from './leads/leads.module';"],
  ['lead-tracker/src/compose.ts', "import { notFoundPage } from './html-page';"],
  ['lead-tracker/src/compose.ts', "import { createKit } from '@lead-nurturing/service-kit/kit';"],
  ['lead-tracker/src/leads/leads.module.ts', "import { createLeadStore } from './lead.store';"],
  ['lead-tracker/src/leads/leads.module.ts', "import type { Products } from '../products/product.service';"],
  ['lead-tracker/src/leads/leads.module.ts', "import { stageAfter } from '../stages/stage';"],
  ['lead-tracker/src/leads/leads.module.ts', "import { createKit } from '@lead-nurturing/service-kit/kit';"],
  ['communication-engine/src/channels/email/smtp.provider.ts', "import type { Provider } from '../provider';"],
  ['communication-engine/src/channels/email/smtp.provider.ts', "import { createTransport } from 'nodemailer';"],
  ['nodes/LeadTracker/LeadTracker.node.ts', "import { NodeApiError } from 'n8n-workflow';"],
  ['nodes/LeadTracker/LeadTracker.node.ts', "import type { Lead } from '@lead-nurturing/contracts/lead';"],
  ['nodes/LeadTracker/LeadTracker.node.ts', "const id = this.getNodeParameter('id', 0) as string;"],
  ['sandbox/src/demo/seed.ts', "import type { PutProduct } from '@lead-nurturing/contracts/product';"],
  ['test/unit/stage.test.ts', "import { next } from '../../lead-tracker/src/leads/stage';"],
];

const refused: Line[] = [
  ['contracts/src/lead.ts', "import { DateTime } from 'luxon';"],
  ['contracts/src/lead.ts', "import type { AppError } from '@lead-nurturing/service-kit/errors';"],
  ['service-kit/src/kit.ts', "import { compose } from '@lead-nurturing/lead-tracker/compose';"],
  ['service-kit/src/kit.ts', "import { world } from '../../test/support/world';"],
  ['lead-tracker/src/leads/stage.ts', "import { Schema } from 'mongoose';"],
  ['lead-tracker/src/leads/stage.ts', "import { readFile } from 'node:fs/promises';"],
  ['lead-tracker/src/leads/stage.ts', "import { randomUUID } from 'node:crypto';"],
  ['lead-tracker/src/leads/stage.ts', "import { leadModel } from './lead.model';"],
  ['lead-tracker/src/leads/stage.ts', "import type { Leads } from './lead.store';"],
  ['lead-tracker/src/leads/stage.ts', "import { createOutbox } from '@lead-nurturing/service-kit/outbox/outbox';"],
  ['lead-tracker/src/leads/stage.ts', 'export const now = () => Date.now();'],
  ['lead-tracker/src/leads/stage.ts', 'export const now = () => new Date();'],
  ['lead-tracker/src/leads/stage.ts', 'export const now = () => DateTime.utc();'],
  ['lead-tracker/src/leads/stage.ts', 'export const chance = () => Math.random();'],
  ['lead-tracker/src/leads/stage.ts', 'export const limit = process.env.LIMIT;'],
  ['lead-tracker/src/leads/lead.service.ts', "import express from 'express';"],
  ['lead-tracker/src/leads/lead.service.ts', "import mongoose from 'mongoose';"],
  [
    'lead-tracker/src/leads/lead.service.ts',
    "import { createOutbox } from '@lead-nurturing/service-kit/outbox/outbox';",
  ],
  ['lead-tracker/src/leads/lead.service.ts', "import { createProducts } from '../products/product.service';"],
  ['lead-tracker/src/leads/lead.service.ts', "import { createLeadStore } from './lead.store';"],
  ['lead-tracker/src/leads/lead.service.ts', "import type { Routes } from './lead.routes';"],
  ['lead-tracker/src/leads/lead.service.ts', 'export const key = process.env.KEY;'],
  ['lead-tracker/src/leads/lead.routes.ts', "import type { Leads } from './lead.store';"],
  ['lead-tracker/src/leads/lead.routes.ts', "import { createLeads } from './lead.service';"],
  ['lead-tracker/src/leads/lead.store.ts', "import type { Leads } from './lead.service';"],
  ['lead-tracker/src/leads/lead.store.ts', "import { personModel } from '../people/person.model';"],
  ['lead-tracker/src/leads/leads.module.ts', "import { createProductStore } from '../products/product.store';"],
  ['lead-tracker/src/leads/leads.module.ts', "import { productModel } from '../products/product.model';"],
  ['lead-tracker/src/leads/leads.module.ts', "import { createProducts } from '../products/product.service';"],
  ['lead-tracker/src/leads/leads.module.ts', "import { createProducts } from '../products/products.module';"],
  ['lead-tracker/src/compose.ts', "import { compose } from '@lead-nurturing/communication-engine/compose';"],
  ['lead-tracker/src/compose.ts', "import { createLeadStore } from './leads/lead.store';"],
  ['lead-tracker/src/compose.ts', "import { createStages } from './stages/stage.service';"],
  ['communication-engine/src/channels/email/smtp.provider.ts', "import { sendgrid } from './sendgrid.provider';"],
  ['communication-engine/src/channels/email/smtp.provider.ts', "import { paced } from '../limiter';"],
  ['nodes/LeadTracker/LeadTracker.node.ts', "import { Lead } from '@lead-nurturing/contracts/lead';"],
  ['nodes/LeadTracker/LeadTracker.node.ts', "import type { AppError } from '@lead-nurturing/service-kit/errors';"],
  ['nodes/LeadTracker/LeadTracker.node.ts', "import { z } from 'zod';"],
  ['nodes/LeadTracker/LeadTracker.node.ts', 'const id = answer as string;'],
  ['credentials/CrmApi.credentials.ts', "import axios from 'axios';"],
  ['sandbox/src/crm/records/table.ts', "import type { Lead } from '@lead-nurturing/contracts/lead';"],
  ['sandbox/src/demo/seed.ts', "import { AppError } from '@lead-nurturing/service-kit/errors';"],
  ['scripts/start.ts', "import { world } from '../test/support/world.ts';"],
  ['service-kit/src/kit.ts', "export * from './outbox/outbox';"],
  ['service-kit/src/kit.ts', 'const lead = answer as Lead;'],
  ['service-kit/src/kit.ts', 'export class Kit {}'],
];

const lint = (lines: Line[]): string[][] =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', LINT, JSON.stringify(lines)], {
      cwd: resolve(__dirname, '../../..'),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  );

test('When a file imports what its row of the table allows, then lint reports nothing', () => {
  const messages = lint(allowed);

  expect(allowed.filter((_, index) => messages[index]?.length !== 0)).toEqual([]);
});

test('When a file contains what its row of the table forbids, then lint reports it once', () => {
  const messages = lint(refused);

  expect(refused.filter((_, index) => messages[index]?.length !== 1)).toEqual([]);
});
