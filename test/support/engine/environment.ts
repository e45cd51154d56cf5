import { temporaryFolder } from '../finish';

// Read when n8n-core is loaded, so this file is imported before it: no settings file in the user's home, no log lines.
process.env.N8N_USER_FOLDER = temporaryFolder('n8n-engine-');
process.env.N8N_LOG_LEVEL = 'silent';
process.env.N8N_DIAGNOSTICS_ENABLED = 'false';
