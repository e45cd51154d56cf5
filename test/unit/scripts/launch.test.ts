import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { throwAwayPlace } from '../../../scripts/system/launch';
import { Settings } from '../../../scripts/system/settings';
import { onFinish, temporaryFolder } from '../../support/finish';

/** What a process in that place has once it has read an `.env` in which every variable of `.env.example` is set. */
function withEverythingSet(env: Record<string, string>): Record<string, string> {
  const file = join(temporaryFolder('env-'), '.env');
  const names = readFileSync('.env.example', 'utf8').match(/^# [A-Z0-9_]+(?==)/gm) ?? [];
  writeFileSync(file, names.map((name) => `${name.slice(2)}=theirs\n`).join(''));
  const code = `process.loadEnvFile(${JSON.stringify(file)}); console.log(JSON.stringify(process.env));`;
  const theirs = { MONGODB_URI: 'mongodb://theirs', CRM_BASE_URL: 'https://theirs.example' };
  const options = { env: { ...theirs, ...env }, encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['-e', code], options));
}

test('When somebody has set up systems of their own, then a throw-away place uses none of them', async () => {
  const { env, remove } = await throwAwayPlace();
  onFinish(remove);
  const read = Object.entries(withEverythingSet(env)).filter(([name]) => name in Settings.innerType().shape);
  const settings = Settings.parse(Object.fromEntries(read.filter(([, value]) => value !== '')));

  expect(read.filter(([, value]) => value.includes('theirs'))).toEqual([]);
  expect(settings).toMatchObject({ DATA_DIR: env.DATA_DIR, EMAIL_PROVIDER: 'smtp', SANDBOX_LOGINS_PER_MINUTE: '0' });
  expect(settings.MONGODB_URI).toBeUndefined();
  expect(settings.CRM_BASE_URL).toBeUndefined();
});
