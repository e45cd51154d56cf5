// Each rule is `error` or `off`. Prettier formats the code. The import table below implements the table in CONTRIBUTING.md.
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
/** The files of service-kit that decisions and services may import as values. */
const kitValues = ours('service-kit', '(?:(?:.*-)?errors?|unit-of-work)');
const pure = relative('[^/.]+');
const role = (...roles) => relative(`[^/]+\\.(?:${roles.join('|')})`);
const database = ['mongoose(?:/.*)?', 'mongodb(?:/.*)?'];
const web = ['express(?:/.*)?', 'axios'];
/** Libraries without side effects: the same arguments always give the same value. */
const calculating = ['zod', 'luxon', 'libphonenumber-js(?:/.*)?', 'liquidjs', 'cheerio', 'html-to-text', 'node:util'];

const noTests = never('No file outside test/ imports from test/.', '(?:.*/)?test/.*');
const noServices = never('service-kit/ imports no service.', ours('lead-tracker|communication-engine|sandbox'));
const noOtherService = never(
  'A service imports no other service, no sandbox and no n8n.',
  ours('lead-tracker|communication-engine|sandbox'),
  'n8n-(?:workflow|core)(?:/.*)?',
);
const inEveryService = [noTests, noOtherService];

const services = '{lead-tracker,communication-engine}/src';
const sources = ['{contracts,service-kit,lead-tracker,communication-engine,sandbox}/src/**/*.ts'];
const nodeSources = ['nodes/**/*.ts', 'credentials/**/*.ts'];
const pureFiles = { files: [`${services}/*/**/*.ts`], ignores: ['**/*.*.ts'] };

/** A later row replaces earlier ones for its files, so each row is complete. */
const importTable = [
  [{ files: ['**/*.{ts,mts}'], ignores: ['test/**'] }, noTests],
  [
    { files: ['contracts/src/**/*.ts'] },
    nothingBut('contracts/ imports only zod and its own files.', 'zod', '\\.{1,2}/.*'),
  ],
  [{ files: ['service-kit/src/**/*.ts'] }, noTests, noServices],
  [
    { files: ['sandbox/src/**/*.ts'] },
    noTests,
    never('The sandbox uses the services only over HTTP.', ours('(?!contracts)[a-z-]+')),
  ],
  [
    { files: ['sandbox/src/crm/**/*.ts'] },
    noTests,
    never('The sandbox CRM represents an external system and imports nothing of this repository.', ours('.*')),
  ],
  [{ files: [`${services}/**/*.ts`] }, ...inEveryService],
  [
    { files: [`${services}/compose.ts`] },
    ...inEveryService,
    onlyTypesOf(
      'compose.ts imports modules and pure files; a module connects the files of its feature.',
      role('(?!module$)[a-z-]+'),
    ),
  ],
  [
    pureFiles,
    noTests,
    nothingBut(
      'A decision imports contracts, errors and units of work of service-kit, decisions, and libraries without side effects.',
      ...[contracts, kitValues, pure, role('model', 'port'), 'node:crypto', ...calculating],
    ),
    onlyTypesOf('A decision imports only types from a model or a port.', role('model', 'port')),
  ],
  [
    { files: [`${services}/**/*.service.ts`] },
    nothingBut(
      'A service imports contracts, errors and units of work of service-kit, decisions, and types of its dependencies.',
      ...[contracts, ours('service-kit'), pure, role('(?!routes$)[a-z-]+'), ...calculating],
    ),
    onlyTypesOf(
      'A service imports only errors, units of work and types from service-kit; functions are arguments.',
      `(?!${kitValues}$)${ours('service-kit')}`,
    ),
    onlyTypesOf(
      'A service imports only the types of its dependencies; they are arguments.',
      role('(?!(?:errors?|routes)$)[a-z-]+'),
    ),
  ],
  [
    { files: [`${services}/**/*.routes.ts`] },
    ...inEveryService,
    never('A route file imports no store, no model and no database library.', role('store', 'model'), ...database),
    onlyTypesOf('A route file imports only the types of services; they are arguments.', role('service')),
  ],
  [
    { files: [`${services}/**/*.store.ts`, `${services}/**/*.model.ts`] },
    ...inEveryService,
    never('A store imports no service, no routes and no web library.', role('service', 'routes'), ...web),
    never("A store does not import another feature's models.", '\\.\\./.*\\.model'),
  ],
  [
    { files: [`${services}/**/*.module.ts`] },
    ...inEveryService,
    onlyTypesOf("A module imports only types and decisions from another feature's folder.", '\\.\\./.*\\.[a-z-]+'),
  ],
  [
    { files: ['communication-engine/src/channels/**/*.provider.ts'] },
    ...inEveryService,
    never(
      'A provider imports the channel port, contracts and its own SDK.',
      ...database,
      'express(?:/.*)?',
      'bottleneck',
    ),
    never('A provider imports no other provider and no limiter.', relative('[^/]*limit[^/]*'), role('provider')),
    never('A provider imports no store, service or route.', role('store', 'model', 'service', 'routes')),
  ],
  [
    { files: nodeSources },
    noTests,
    nothingBut(
      'A node imports n8n-workflow, node:crypto, its own folder, and types of contracts.',
      ...['n8n-workflow', 'node:crypto', '\\.{1,2}/.*', contracts],
    ),
    onlyTypesOf('A node imports only types from contracts, because n8n does not install contracts.', contracts),
  ],
];

const cryptoThatCalculates = {
  name: 'node:crypto',
  allowImportNames: ['createHash', 'createHmac', 'timingSafeEqual'],
  message: 'Randomness is an argument.',
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

// ── Forbidden syntax ───────────────────────────────────────────────────────────────────────────────────────────────
const ban = (message, ...selectors) => selectors.map((selector) => ({ selector, message }));
const noBarrels = ban(
  'No barrel files: import from the file itself.',
  'ExportAllDeclaration',
  'ExportNamedDeclaration[source.value=/^\\./]',
);
const noClasses = ban(
  'Write a function createX(deps) that returns an object; classes are only for errors.',
  'ClassDeclaration:not([superClass.name=/Error$/])',
);
const noAssertions = ban('Parse the value with its schema instead of asserting its type.', 'TSTypeAssertion');
const assertion = 'TSAsExpression:not([typeAnnotation.typeName.name="const"])';
const noAs = ban(noAssertions[0].message, assertion);
const noAsButParameters = ban(
  'Use `as` only on the result of getNodeParameter.',
  `${assertion}:not([expression.callee.property.name="getNodeParameter"])`,
);
const noClock = ban(
  'The clock is an argument.',
  'CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name="now"]',
  'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|local|utc)$/][arguments.length=0]',
  'NewExpression[callee.name="Date"][arguments.length=0]',
);
const noChance = ban(
  'Ids and randomness are arguments.',
  'CallExpression[callee.object.name="Math"][callee.property.name="random"]',
  'CallExpression[callee.name=/^(randomUUID|randomBytes|randomInt|uuidv?[0-9])$/]',
  'CallExpression[callee.object.name="crypto"][callee.property.name=/^random/]',
);
const syntax = (...bans) => ({ 'no-restricted-syntax': ['error', ...bans.flat()] });
const noLongTitles = ban(
  'A test title has fewer than 100 characters.',
  'CallExpression[callee.name="test"] > Literal.arguments[value.length>99]',
  'CallExpression[callee.callee.object.name="test"] > Literal.arguments[value.length>99]',
);
const decided = [noBarrels, noClasses, noAssertions, noAs, noClock, noChance];

/** Changes the level `warn` of a plugin's rules to `error`. */
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
      // Express 5 and the loops of service-kit await the functions that they receive.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      // `interface` and `type` are both in use: an interface is not assignable to a record.
      '@typescript-eslint/consistent-type-definitions': 'off',
      // Mongoose and the driver accept plain objects where their types name classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Functions of objects from createX(deps) do not use `this`.
      '@typescript-eslint/unbound-method': 'off',
      // An implementation of a port may be async without awaiting anything.
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

  // Inside a feature, clock, ids, randomness and configuration are arguments.
  {
    files: [`${services}/*/**/*.ts`],
    rules: {
      ...syntax(...decided),
      'no-restricted-globals': ['error', { name: 'process', message: 'Configuration is an argument.' }],
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
      // Off as in n8n's own preset: these three rules do not know NodeConnectionTypes.
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
      // Bodies of HTTP answers are `any` in tests.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-restricted-imports': 'off',
      'import-x/no-relative-packages': 'off',
      ...syntax(noBarrels, noAssertions, noLongTitles),
    },
  },
  // Jest requires its global hooks as default exports.
  { files: ['test/support/jest/global-*.ts'], rules: { 'import-x/no-default-export': 'off' } },
);
