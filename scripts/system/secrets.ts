import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Secrets = z.object({
  n8n_encryption_key: z.string(),
  owner_email: z.string(),
  owner_password: z.string(),
  lead_tracker_api_key: z.string(),
  communication_engine_api_key: z.string(),
  lead_tracker_n8n_api_key: z.string(),
  communication_engine_n8n_api_key: z.string(),
  tracking_secret: z.string(),
  crm_client_id: z.string(),
  crm_client_secret: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

const random = (bytes = 32) => randomBytes(bytes).toString('base64url');

/** n8n demands a digit and a capital letter, which random characters need not contain. */
const newPassword = () => `${random(12)}-A1`;

const newSecrets = (): Secrets => ({
  n8n_encryption_key: random(),
  owner_email: 'owner@brightline.example',
  owner_password: newPassword(),
  lead_tracker_api_key: `ln_${random()}`,
  communication_engine_api_key: `ln_${random()}`,
  lead_tracker_n8n_api_key: `ln_${random()}`,
  communication_engine_n8n_api_key: `ln_${random()}`,
  tracking_secret: random(),
  crm_client_id: 'lead-nurturing',
  crm_client_secret: random(),
});

/** The secrets of a data folder. The first call generates the file, which only its owner can read. */
export async function keptSecrets(dataDir: string): Promise<Secrets> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const file = join(dataDir, 'secrets.json');
  const secrets = Secrets.parse({ ...newSecrets(), ...((await kept(file)) ?? nothingYet(dataDir)) });
  const next = `${file}.next`;
  await writeFile(next, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(next, file);
  return secrets;
}

async function kept(file: string): Promise<object | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  try {
    return text === undefined ? undefined : z.object({}).passthrough().parse(JSON.parse(text));
  } catch {
    throw new Error(`${file} is not valid JSON: repair the file or restore it from a copy.`);
  }
}

/** Without secrets.json, new secrets may be made only for a folder without data: old data need their old secrets. */
function nothingYet(dataDir: string): object {
  const parts = ['n8n', 'mongo'].filter((part) => existsSync(join(dataDir, part)));
  if (parts.length === 0) return {};
  throw new Error(
    `${join(dataDir, 'secrets.json')} is missing, but the data in the same folder need it. Restore the file, or move ${dataDir} away to start with new data.`,
  );
}
