// Every rule is `error` or `off`. Formatting is prettier's. The import table below is CONTRIBUTING.md's, in full.
import js from '@eslint/js';
import { n8nCommunityNodesPlugin } from '@n8n/eslint-plugin-community-nodes';
import { defineConfig, globalIgnores } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

// ── Who may import whom ────────────────────────────────────────────────────────────────────────────────────────────
const anyOf = (specifiers) => `^(?:${specifiers.join('|')})$`;
const never = (message, ...specifiers) => ({ regex: anyOf(specifiers), message });
const onlyTypesOf = (message, ...specifiers) => ({ ...never(message, ...specifiers), allowTypeImports: true });
const nothingBut = (message, ...specifiers) => ({ regex: `^(?!(?:${specifiers.join('|')})$)`, message });

const ours = (workspaces, file = '.*') => `@lead-nurturing/(?:${workspaces})(?:/${file})?`;
const relative = (lastSegment) => `\\.{1,2}/(?:.*/)?${lastSegment}`;
const contracts = ours('contracts');
const kitErrors = ours('service-kit', '(?:.*-)?errors?');
const pure = relative('[^/.]+');
const role = (...roles) => relative(`[^/]+\\.(?:${roles.join('|')})`);
const database = ['mongoose(?:/.*)?', 'mongodb(?:/.*)?'];
const web = ['express(?:/.*)?', 'axios'];
/** Libraries that only calculate: the same arguments give the same value. */
const calculating = ['zod', 'luxon', 'libphonenumber-js(?:/.*)?', 'liquidjs', 'cheerio', 'html-to-text', 'node:util'];

const nobodyImportsTests = never('Nothing imports test/.', '(?:.*/)?test/.*');
const kitStandsBelow = never('The kit never knows the services.', ours('lead-tracker|communication-engine|sandbox'));
const servicesAreStrangers = never(
  'Services meet in n8n and in contracts/, nowhere else.',
  ours('lead-tracker|communication-engine|sandbox'),
  'n8n-(?:workflow|core)(?:/.*)?',
);
const inEveryService = [nobodyImportsTests, servicesAreStrangers];

const services = '{lead-tracker,communication-engine}/src';
const sources = ['{contracts,service-kit,lead-tracker,communication-engine,sandbox}/src/**/*.ts'];
const nodeSources = ['nodes/**/*.ts', 'credentials/**/*.ts'];
const pureFiles = { files: [`${services}/*/**/*.ts`], ignores: ['**/*.*.ts'] };

/** Later rows replace earlier ones for the files they name, so each row is complete. */
const importTable = [
  [{ files: ['**/*.{ts,mts}'], ignores: ['test/**'] }, nobodyImportsTests],
  [{ files: ['contracts/src/**/*.ts'] }, nothingBut('contracts/ imports zod alone.', 'zod', '\\.{1,2}/.*')],
  [{ files: ['service-kit/src/**/*.ts'] }, nobodyImportsTests, kitStandsBelow],
  [
    { files: ['sandbox/src/**/*.ts'] },
    nobodyImportsTests,
    never('The sandbox speaks to the services as anybody does: over HTTP.', ours('(?!contracts)[a-z-]+')),
  ],
  [
    { files: ['sandbox/src/crm/**/*.ts'] },
    nobodyImportsTests,
    never('The sandbox CRM is a foreign system: it knows nothing of ours.', ours('.*')),
  ],
  [{ files: [`${services}/**/*.ts`] }, ...inEveryService],
  [
    pureFiles,
    nobodyImportsTests,
    nothingBut(
      'A decision imports contracts, other decisions and libraries that calculate; no I/O.',
      ...[contracts, pure, role('model', 'port'), 'node:crypto', ...calculating],
    ),
    onlyTypesOf('Of a model or a port a decision may know the shape (import type).', role('model', 'port')),
  ],
  [
    { files: [`${services}/**/*.service.ts`] },
    nothingBut(
      'A service imports contracts, errors of the kit, decisions, and the types of what it is given.',
      ...[contracts, ours('service-kit'), pure, role('(?!routes$)[a-z-]+'), ...calculating],
    ),
    onlyTypesOf(
      'Of the kit a service imports errors; anything else comes in as an argument (import type).',
      `(?!${kitErrors}$)${ours('service-kit')}`,
    ),
    onlyTypesOf(
      'What a service works with comes in as an argument (import type).',
      role('(?!(?:errors?|routes)$)[a-z-]+'),
    ),
  ],
  [
    { files: [`${services}/**/*.routes.ts`] },
    ...inEveryService,
    never('A route knows services, never stores, models or the database.', role('store', 'model'), ...database),
    onlyTypesOf('A service comes in as an argument (import type).', role('service')),
  ],
  [
    { files: [`${services}/**/*.store.ts`, `${services}/**/*.model.ts`] },
    ...inEveryService,
    never('A store knows its models and contracts, never services or routes.', role('service', 'routes'), ...web),
    never("Another feature's models are behind its store.", '\\.\\./.*\\.model'),
  ],
  [
    { files: ['communication-engine/src/channels/**/*.provider.ts'] },
    ...inEveryService,
    never(
      'A provider knows the channel port, contracts and its own SDK.',
      ...database,
      'express(?:/.*)?',
      'bottleneck',
    ),
    never('A provider knows no other provider and no limiter.', relative('[^/]*limit[^/]*'), role('provider')),
    never('A provider knows no store, service or route.', role('store', 'model', 'service', 'routes')),
  ],
  [
    { files: nodeSources },
    nobodyImportsTests,
    nothingBut(
      'A node imports n8n-workflow, node:crypto and its own folder; of contracts only types.',
      ...['n8n-workflow', 'node:crypto', '\\.{1,2}/.*', contracts],
    ),
    onlyTypesOf('n8n installs nothing of ours at run time: import type.', contracts),
  ],
];

const cryptoThatCalculates = {
  name: 'node:crypto',
  allowImportNames: ['createHash', 'createHmac', 'timingSafeEqual'],
  message: 'Randomness comes in as an argument.',
};

const importRows = importTable.map(([where, ...patterns]) => ({
  ...where,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns, paths: where === pureFiles ? [cryptoThatCalculates] : [] },
    ],
  },
}));

// ── What may not be written ────────────────────────────────────────────────────────────────────────────────────────
const ban = (message, ...selectors) => selectors.map((selector) => ({ selector, message }));
const noBarrels = ban(
  'No barrel files: import from the file itself.',
  'ExportAllDeclaration',
  'ExportNamedDeclaration[source.value=/^\\./]',
);
const noClasses = ban(
  'Classes are for errors; createX(deps) returns an object.',
  'ClassDeclaration:not([superClass.name=/Error$/])',
);
const noAssertions = ban('A value has the type its schema gives it: parse, do not assert.', 'TSTypeAssertion');
const assertion = 'TSAsExpression:not([typeAnnotation.typeName.name="const"])';
const noAs = ban(noAssertions[0].message, assertion);
const noAsButParameters = ban(
  'Only getNodeParameter needs `as`.',
  `${assertion}:not([expression.callee.property.name="getNodeParameter"])`,
);
const noClock = ban(
  'The clock comes in as an argument.',
  'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"]',
  'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|local|utc)$/][arguments.length=0]',
  'NewExpression[callee.name="Date"][arguments.length=0]',
);
const noChance = ban(
  'Ids and randomness come in as arguments.',
  'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
  'CallExpression[callee.name=/^(randomUUID|randomBytes|randomInt|uuidv?[0-9])$/]',
  'CallExpression[callee.object.name="crypto"][callee.property.name=/^random/]',
);
const syntax = (...bans) => ({ 'no-restricted-syntax': ['error', ...bans.flat()] });
const decided = [noBarrels, noClasses, noAssertions, noAs, noClock, noChance];

/** The plugins know `warn`; this project does not. */
const asErrors = (rules) =>
  Object.fromEntries(Object.entries(rules).map(([name, level]) => [name, level === 'warn' ? 'error' : level]));

export default defineConfig(
  globalIgnores(['**/dist/', '**/coverage/', '.data/', 'docs/openapi/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,cjs,mjs}'],
    extends: [js.configs.recommended],
    languageOptions: {
      globals: {
        process: 'readonly',
        URL: 'readonly',
        console: 'readonly',
        require: 'readonly',
        module: 'writable',
        __dirname: 'readonly',
      },
    },
  },
  {
    files: ['docker/mongo/*.js'],
    languageOptions: { globals: { db: 'readonly', rs: 'readonly', quit: 'readonly' } },
  },
  {
    files: ['**/*.{ts,mts}'],
    extends: [js.configs.recommended, tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Express 5 awaits its handlers, and so do timers that are handed to the kit's loops.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      // An `interface` has no index signature and is refused where a record is asked; each has its place.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Mongoose and the driver take plain options where their types name classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Objects come from createX(deps): their functions need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // A port may ask for a promise that one of its implementations has at once.
      '@typescript-eslint/require-await': 'off',
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-relative-packages': 'error',
      'no-console': 'error',
      eqeqeq: 'error',
      ...syntax(noBarrels, noAssertions, noAs),
    },
  },
  { files: sources, rules: { 'import-x/no-extraneous-dependencies': ['error', { devDependencies: false }] } },
  ...importRows,

  // Clock, ids and randomness are arguments below compose.ts and main.ts.
  {
    files: [`${services}/*/**/*.ts`],
    rules: {
      ...syntax(...decided),
      'no-restricted-globals': ['error', { name: 'process', message: 'Configuration comes in as an argument.' }],
    },
  },
  {
    files: ['{contracts,service-kit,sandbox}/src/**/*.ts', `${services}/*.ts`],
    rules: syntax(noBarrels, noClasses, noAssertions, noAs),
  },

  {
    files: nodeSources,
    extends: [n8nCommunityNodesPlugin.configs.recommended],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    rules: {
      ...asErrors(n8nCommunityNodesPlugin.configs.recommended.rules),
      ...syntax(noBarrels, noAssertions, noAsButParameters),
    },
  },
  {
    files: ['nodes/**/*.ts'],
    rules: {
      ...n8nNodesBase.configs.nodes.rules,
      // As n8n's own preset: these three know neither NodeConnectionTypes nor themed icons' neighbours.
      'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
      'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
      'n8n-nodes-base/node-param-type-options-max-value-present': 'off',
    },
  },
  {
    files: ['credentials/**/*.ts'],
    rules: {
      ...n8nNodesBase.configs.credentials.rules,
      'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
      'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
    },
  },
  {
    files: ['package.json'],
    extends: [n8nCommunityNodesPlugin.configs.recommended],
    plugins: { 'n8n-nodes-base': n8nNodesBase },
    languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
    rules: { ...asErrors(n8nCommunityNodesPlugin.configs.recommended.rules), ...n8nNodesBase.configs.community.rules },
  },

  // Scripts write to a terminal; their package.json only says that they are ES modules.
  {
    files: ['scripts/**/*.ts'],
    rules: { 'no-console': 'off', 'import-x/no-relative-packages': 'off' },
  },

  {
    files: ['test/**/*.ts'],
    rules: {
      // Answers over HTTP are `any` until the test has looked at them.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-restricted-imports': 'off',
      'import-x/no-relative-packages': 'off',
      ...syntax(noBarrels, noAssertions),
    },
  },
  // Jest asks for its hooks as default exports.
  { files: ['test/support/jest/global-*.ts'], rules: { 'import-x/no-default-export': 'off' } },
);
