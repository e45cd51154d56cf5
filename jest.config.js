/** One jest project per layer of tests; `--selectProjects unit` runs only the tests that need no service. */
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
  maxWorkers: 4, // more than there are cores, because tests mostly wait for a database
  reporters: ['default', '<rootDir>/test/support/jest/layers-reporter.js'],
  globalSetup: '<rootDir>/test/support/jest/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/jest/global-teardown.ts',
  projects: ['unit', 'services', 'properties', 'nodes', 'workflows', 'faults', 'e2e'].map(layer),
};
