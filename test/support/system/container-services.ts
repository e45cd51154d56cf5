import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freshDatabase, uriOf } from '../database';
import { temporaryFolder } from '../finish';
import type { ContainerHost } from './container-host';
import { answers, startProgram } from './program';

const root = join(__dirname, '..', '..', '..');

const startNode = (file: string, env: Record<string, string>, readyAt: string) =>
  startProgram({ command: process.execPath, args: [join(root, file)], env, ready: () => answers(readyAt) });

/**
 * Starts both services, the sandbox CRM and the demo company as their containers do. They use the MongoDB of the tests and
 * the mail inbox of `npm start`.
 */
export async function startContainerServices({ container, port, addresses }: ContainerHost): Promise<void> {
  const mail = { MAIL_SMTP_PORT: String(port('MAIL_SMTP_PORT')), MAIL_WEB_PORT: String(port('MAIL_WEB_PORT')) };
  const inbox = { ...mail, MAIL_DIR: temporaryFolder('mail-') };
  await startNode('sandbox/dist/mail/main.js', inbox, `${addresses.inbox}/api/email/summary?limit=1`);
  const crm = { SANDBOX_CRM_PORT: String(port('SANDBOX_CRM_PORT')), SANDBOX_DATA_DIR: temporaryFolder('crm-') };
  await startNode('sandbox/dist/crm/main.js', { ...container('crm').env, ...crm }, addresses.crm);

  const startService = async (name: string, own: number, address: string) => {
    const env = { PORT: String(own), OPERATIONS_PORT: '0', MONGODB_URI: uriOf(await freshDatabase()) };
    await startNode(`${name}/dist/main.js`, { ...container(name).env, ...env }, `${address}/ready`);
  };
  await startService('lead-tracker', port('LEAD_TRACKER_PORT'), addresses.leadTracker);
  await startService('communication-engine', port('COMMUNICATION_ENGINE_PORT'), addresses.communicationEngine);

  const { command, env } = container('seed');
  const [shell = '', ...args] = command;
  await promisify(execFile)(shell, args, { cwd: root, env });
}
