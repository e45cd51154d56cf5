/** One jest project a layer, so that `--selectProjects unit` is a question about rules and not about machines. */
const workspaces = 'contracts|service-kit|lead-tracker|communication-engine|sandbox';

const swc = { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } };

/** @type {(displayName: string) => import('jest').Config} */
const layer = (displayName) => ({
  displayName,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  transform: { '\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { [`^@lead-nurturing/(${workspaces})/(.*)$`]: '<rootDir>/$1/src/$2' },
  modulePathIgnorePatterns: [`<rootDir>/(${workspaces})/dist/`, '<rootDir>/.data/'],
});

module.exports = {
  testTimeout: 60_000,
  maxWorkers: 4, // tests wait for a database most of the time
  reporters: ['default', '<rootDir>/test/support/jest/layers-reporter.js'],
  globalSetup: '<rootDir>/test/support/jest/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/jest/global-teardown.ts',
  projects: ['unit', 'services', 'properties', 'nodes', 'workflows', 'faults', 'e2e'].map(layer),
};
