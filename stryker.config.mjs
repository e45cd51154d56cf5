import jestConfig from './jest.config.js';

const unit = jestConfig.projects.find(({ displayName }) => displayName === 'unit');

/** Mutates the decisions (pure files) of the services and runs the unit tests, which need no database. */
export default {
  mutate: [
    '{lead-tracker,communication-engine}/src/*/*.ts',
    'service-kit/src/webhooks/partition-state.ts',
    '!**/*.{host,model,module,pages,provider,routes,service,store,worker}.ts',
  ],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    config: {
      ...unit,
      testMatch: ['<rootDir>/test/unit/{lead-tracker,communication-engine,service-kit}/**/*.test.ts'],
      projects: null,
      globalSetup: null,
      globalTeardown: null,
      reporters: [],
    },
  },
  coverageAnalysis: 'perTest',
  // A mutant in a constant would need all tests, and these mutants take most of the time.
  ignoreStatic: true,
  concurrency: 2,
  ignorePatterns: ['.data', 'docs', 'n8n'],
  reporters: ['clear-text'],
  clearTextReporter: { logTests: false, reportTests: false },
  tempDirName: '.data/stryker',
};
