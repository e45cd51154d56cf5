import { fileURLToPath } from 'node:url';

/**
 * The features of each workspace in the order of who needs whom: a feature may import only from features before it. Type
 * imports count. `npm run graph` prints the imports between features.
 */
const order = {
  'service-kit': ['runtime', 'mongo', 'http', 'http-client', 'auth', 'outbox', 'dead-letters', 'webhooks'],
  'lead-tracker': [
    'sequences',
    'products',
    'people',
    'scores',
    'audit',
    'leads',
    'enrollments',
    'events',
    'stages',
    'ingestion',
  ],
  'communication-engine': [
    'links',
    'templates',
    'messages',
    'engagement',
    'tracking',
    'suppression',
    'limits',
    'channels',
    'sending',
  ],
};

const folders = (workspace, features) => `^${workspace}/src/(?:${features.join('|')})/`;
const anyFeature = (workspace) => `^${workspace}/src/[^/]+/`;

const directions = Object.entries(order).flatMap(([workspace, features]) => [
  ...features.map((feature, index) => ({
    name: `${workspace}: ${feature} imports only from features before it`,
    severity: 'error',
    from: { path: folders(workspace, [feature]) },
    to: { path: anyFeature(workspace), pathNot: folders(workspace, features.slice(0, index + 1)) },
  })),
  {
    name: `${workspace}: each feature has a place in the order`,
    severity: 'error',
    from: { path: anyFeature(workspace), pathNot: folders(workspace, features) },
    to: {},
  },
]);

export default {
  forbidden: directions,
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: fileURLToPath(new URL('tsconfig.base.json', import.meta.url)) },
    includeOnly: '^(service-kit|lead-tracker|communication-engine)/src/',
  },
};
