import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..', '..');
const port = (usual: number) => z.coerce.number().int().min(1).max(65_535).default(usual);

/** The variables that `npm start` reads from the environment and `.env`; .env.example describes them. */
const Variables = z.object({
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((folder) => resolve(root, folder)),
  LEAD_TRACKER_PORT: port(3001),
  LEAD_TRACKER_OPERATIONS_PORT: port(3101),
  COMMUNICATION_ENGINE_PORT: port(3002),
  COMMUNICATION_ENGINE_OPERATIONS_PORT: port(3102),
  SANDBOX_CRM_PORT: port(3003),
  MAIL_WEB_PORT: port(1080),
  MAIL_SMTP_PORT: port(1025),
  N8N_PORT: port(5678),
  N8N_RUNNERS_BROKER_PORT: port(5679),
  MONGODB_PORT: port(27117),
  MONGODB_URI: z.string().optional(),
  COMPANY_ID: z.string().default('brightline'),
  LOG_LEVEL: z.string().default('info'),
  OUTGOING_ALLOW_PRIVATE: z.string().optional(),
  EMAIL_PROVIDER: z.enum(['smtp', 'sendgrid']).default('smtp'),
  EMAIL_FROM: z.string().default('Brightline <hello@brightline.example>'),
  EMAIL_RATE_LIMIT: z.string().optional(),
  SMTP_URL: z.string().optional(),
  SENDGRID_API_KEY: z.string().optional(),
  PUBLIC_URL: z.string().optional(),
  CRM_BASE_URL: z.string().url().optional(),
  CRM_CLIENT_ID: z.string().optional(),
  CRM_CLIENT_SECRET: z.string().optional(),
  SANDBOX_LOGINS_PER_MINUTE: z.string().optional(),
});

/** The names of all variables. */
export const VARIABLES = Object.keys(Variables.shape);

const CRM_CLIENT = ['CRM_CLIENT_ID', 'CRM_CLIENT_SECRET'] as const;

export const Settings = Variables.superRefine((settings, context) => {
  const seen = new Map<number, string>();
  for (const [name, value] of Object.entries(settings)) {
    if (!name.endsWith('_PORT') || typeof value !== 'number') continue;
    const other = seen.get(value);
    if (other) context.addIssue({ code: 'custom', path: [name], message: `${other} is ${value}, too` });
    seen.set(value, name);
  }
  for (const name of settings.CRM_BASE_URL ? CRM_CLIENT : [])
    if (!settings[name]) context.addIssue({ code: 'custom', path: [name], message: 'needed with CRM_BASE_URL' });
  for (const name of settings.CRM_BASE_URL ? [] : CRM_CLIENT)
    if (settings[name]) context.addIssue({ code: 'custom', path: [name], message: 'needs CRM_BASE_URL' });
});
export type Settings = z.infer<typeof Settings>;

/** Reads the settings; the error names every invalid variable, but not its value, which may be a secret. */
export function readSettings(): Settings {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const set = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const parsed = Settings.safeParse(set);
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
  throw new Error(`Invalid configuration:\n${reasons.join('\n')}`);
}

/** The addresses of the parts on this machine. */
export const addressesOf = (settings: Settings) => ({
  leadTracker: `http://127.0.0.1:${settings.LEAD_TRACKER_PORT}`,
  leadTrackerOperations: `http://127.0.0.1:${settings.LEAD_TRACKER_OPERATIONS_PORT}`,
  communicationEngine: `http://127.0.0.1:${settings.COMMUNICATION_ENGINE_PORT}`,
  communicationEngineOperations: `http://127.0.0.1:${settings.COMMUNICATION_ENGINE_OPERATIONS_PORT}`,
  crm: settings.CRM_BASE_URL ?? `http://127.0.0.1:${settings.SANDBOX_CRM_PORT}`,
  inbox: `http://127.0.0.1:${settings.MAIL_WEB_PORT}`,
  n8n: `http://127.0.0.1:${settings.N8N_PORT}`,
});
export type Addresses = ReturnType<typeof addressesOf>;
