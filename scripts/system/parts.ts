import { join } from 'node:path';
import { databaseUri } from './database-uri.ts';
import type { Secrets } from './secrets.ts';
import type { Addresses, Settings } from './settings.ts';

/** Everything that the parts of the system are started with. */
export interface Plan {
  settings: Settings;
  secrets: Secrets;
  addresses: Addresses;
  mongoUri: string;
}

/** Both services deliver domain events to the n8n of this system, which has a private address. */
const allowPrivate = (settings: Settings): string =>
  [`127.0.0.1:${settings.N8N_PORT}`, `localhost:${settings.N8N_PORT}`]
    .concat(settings.OUTGOING_ALLOW_PRIVATE ?? [])
    .join(',');

export const leadTracker = ({ settings, secrets, addresses, mongoUri }: Plan) => ({
  name: 'Lead Tracker',
  file: 'lead-tracker/dist/main.js',
  readyAt: `${addresses.leadTracker}/ready`,
  env: {
    PORT: String(settings.LEAD_TRACKER_PORT),
    OPERATIONS_PORT: String(settings.LEAD_TRACKER_OPERATIONS_PORT),
    MONGODB_URI: databaseUri(mongoUri, 'lead_tracker'),
    BOOTSTRAP_COMPANY_ID: settings.COMPANY_ID,
    BOOTSTRAP_API_KEY: secrets.lead_tracker_api_key,
    N8N_API_KEY: secrets.lead_tracker_n8n_api_key,
    LOG_LEVEL: settings.LOG_LEVEL,
    OUTGOING_ALLOW_PRIVATE: allowPrivate(settings),
  },
});

export const communicationEngine = ({ settings, secrets, addresses, mongoUri }: Plan) => ({
  name: 'Communication Engine',
  file: 'communication-engine/dist/main.js',
  readyAt: `${addresses.communicationEngine}/ready`,
  env: {
    PORT: String(settings.COMMUNICATION_ENGINE_PORT),
    OPERATIONS_PORT: String(settings.COMMUNICATION_ENGINE_OPERATIONS_PORT),
    MONGODB_URI: databaseUri(mongoUri, 'communication_engine'),
    BOOTSTRAP_COMPANY_ID: settings.COMPANY_ID,
    BOOTSTRAP_API_KEY: secrets.communication_engine_api_key,
    N8N_API_KEY: secrets.communication_engine_n8n_api_key,
    LOG_LEVEL: settings.LOG_LEVEL,
    OUTGOING_ALLOW_PRIVATE: allowPrivate(settings),
    PUBLIC_URL: settings.PUBLIC_URL ?? addresses.communicationEngine,
    TRACKING_SECRET: secrets.tracking_secret,
    EMAIL_PROVIDER: settings.EMAIL_PROVIDER,
    EMAIL_FROM: settings.EMAIL_FROM,
    EMAIL_RATE_LIMIT: settings.EMAIL_RATE_LIMIT,
    SMTP_URL: settings.SMTP_URL ?? `smtp://127.0.0.1:${settings.MAIL_SMTP_PORT}`,
    SENDGRID_API_KEY: settings.SENDGRID_API_KEY,
  },
});

export const sandboxCrm = ({ settings, secrets, addresses }: Plan) => ({
  name: 'Sandbox CRM',
  file: 'sandbox/dist/crm/main.js',
  readyAt: addresses.crm,
  env: {
    SANDBOX_CRM_PORT: String(settings.SANDBOX_CRM_PORT),
    SANDBOX_CRM_CLIENT_ID: secrets.crm_client_id,
    SANDBOX_CRM_CLIENT_SECRET: secrets.crm_client_secret,
    SANDBOX_LOGINS_PER_MINUTE: settings.SANDBOX_LOGINS_PER_MINUTE,
    SANDBOX_DATA_DIR: join(settings.DATA_DIR, 'crm'),
  },
});

export const inbox = ({ settings, addresses }: Plan) => ({
  name: 'Mail inbox',
  file: 'sandbox/dist/mail/main.js',
  // The inbox serves its page only to requests that accept HTML and answers others with 404.
  readyAt: `${addresses.inbox}/api/email/summary?limit=1`,
  env: {
    MAIL_SMTP_PORT: String(settings.MAIL_SMTP_PORT),
    MAIL_WEB_PORT: String(settings.MAIL_WEB_PORT),
    MAIL_DIR: join(settings.DATA_DIR, 'mail'),
  },
});
