import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryEnvironment } from '../../../scripts/system/launch';
import { Settings } from '../../../scripts/system/settings';
import { onFinish, temporaryFolder } from '../../support/finish';

/** The environment of a process that has read an `.env` in which every variable of `.env.example` is set. */
function withEverythingSet(env: Record<string, string>): Record<string, string> {
  const file = join(temporaryFolder('env-'), '.env');
  const names = readFileSync('.env.example', 'utf8').match(/^# [A-Z0-9_]+(?==)/gm) ?? [];
  writeFileSync(file, names.map((name) => `${name.slice(2)}=theirs\n`).join(''));
  const code = `process.loadEnvFile(${JSON.stringify(file)}); console.log(JSON.stringify(process.env));`;
  const theirs = { MONGODB_URI: 'mongodb://theirs', CRM_BASE_URL: 'https://theirs.example' };
  const options = { env: { ...theirs, ...env }, encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['-e', code], options));
}

test('When .env and the environment name other systems, then a temporary system uses none of them', async () => {
  const { env, remove } = await temporaryEnvironment();
  onFinish(remove);
  const read = Object.entries(withEverythingSet(env)).filter(([name]) => name in Settings.innerType().shape);
  const settings = Settings.parse(Object.fromEntries(read.filter(([, value]) => value !== '')));

  expect(read.filter(([, value]) => value.includes('theirs'))).toEqual([]);
  expect(settings).toMatchObject({ DATA_DIR: env.DATA_DIR, EMAIL_PROVIDER: 'smtp', SANDBOX_LOGINS_PER_MINUTE: '0' });
  expect(settings.MONGODB_URI).toBeUndefined();
  expect(settings.CRM_BASE_URL).toBeUndefined();
});
