/** One jest project a layer, so that `--selectProjects unit` is a question about rules and not about machines. */
const workspaces = 'contracts|service-kit|lead-tracker|communication-engine|sandbox';

/** @type {(layer: string, more?: import('jest').Config) => import('jest').Config} */
const layer = (displayName, more = {}) => ({
  displayName,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${displayName}/**/*.test.ts`],
  transform: { '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } }] },
  moduleNameMapper: { [`^@lead-nurturing/(${workspaces})/(.*)$`]: '<rootDir>/$1/src/$2' },
  modulePathIgnorePatterns: [`<rootDir>/(${workspaces})/dist/`, '<rootDir>/.data/'],
  ...more,
});

module.exports = {
  projects: [layer('unit'), layer('services'), layer('properties'), layer('nodes'), layer('workflows'), layer('e2e')],
};
