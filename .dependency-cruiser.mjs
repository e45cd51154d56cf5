/** The imports between files of the services and the kit, type imports included. */
export default {
  forbidden: [],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    includeOnly: '^(service-kit|lead-tracker|communication-engine)/src/',
  },
};
