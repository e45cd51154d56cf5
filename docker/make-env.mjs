// Writes docker/.env with a different secret for every part. An existing file is never changed: it is the only copy.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('.env', import.meta.url));
/** Hexadecimal digits need no quoting in Compose, in a URL or in a shell. */
const secret = () => randomBytes(32).toString('hex');

const settings = {
  // `single`: one n8n on SQLite. `queue`: n8n main, workers and a webhook process on Postgres and Redis.
  COMPOSE_PROFILES: 'single',
  MONGO_ROOT_PASSWORD: secret(),
  MONGO_KEY: secret(),
  MONGO_LEAD_TRACKER_PASSWORD: secret(),
  MONGO_COMMUNICATION_ENGINE_PASSWORD: secret(),
  LEAD_TRACKER_API_KEY: secret(),
  COMMUNICATION_ENGINE_API_KEY: secret(),
  // The keys of n8n's credentials, which have only the scopes that its nodes need.
  LEAD_TRACKER_N8N_API_KEY: secret(),
  COMMUNICATION_ENGINE_N8N_API_KEY: secret(),
  TRACKING_SECRET: secret(),
  SANDBOX_CRM_CLIENT_SECRET: secret(),
  N8N_ENCRYPTION_KEY: secret(),
  N8N_OWNER_EMAIL: 'owner@example.com',
  // n8n demands a capital letter and a digit.
  N8N_OWNER_PASSWORD: `N8n-${randomBytes(12).toString('hex')}`,
  POSTGRES_PASSWORD: secret(),
  REDIS_PASSWORD: secret(),
};

const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
try {
  writeFileSync(path, lines.join(''), { flag: 'wx', mode: 0o600 });
} catch (error) {
  if (error.code !== 'EEXIST') throw error;
  console.error(
    `${path} exists, and the volumes made with its secrets need them. To start with new data, remove the file and the volumes.`,
  );
  process.exit(1);
}
console.log(`Wrote ${path}. Next: docker compose --env-file docker/.env up --wait`);
