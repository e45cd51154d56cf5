import { temporaryFolder } from '../finish';

// n8n-core reads these variables when it is loaded, so this file is imported first: no settings file in the home, no logs.
process.env.N8N_USER_FOLDER = temporaryFolder('n8n-engine-');
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
