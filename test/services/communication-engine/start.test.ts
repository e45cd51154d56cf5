import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const main = join(__dirname, '..', '..', '..', 'communication-engine', 'dist', 'main.js');

const complete = {
  PORT: '0',
  MONGODB_URI: 'mongodb://127.0.0.1:1/nobody',
  PUBLIC_URL: 'https://mail.acme.example',
  TRACKING_SECRET: 'a-tracking-secret-of-32-characters',
  EMAIL_PROVIDER: 'smtp',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  EMAIL_FROM: 'Acme News <news@acme.example>',
};

test.each([
  [{ SMTP_URL: '' }, 'SMTP_URL: needed when EMAIL_PROVIDER is smtp'],
  [{ EMAIL_PROVIDER: 'sendgrid' }, 'SENDGRID_API_KEY: needed when EMAIL_PROVIDER is sendgrid'],
  [{ TRACKING_SECRET: 'my-secret' }, 'TRACKING_SECRET: at least 32 characters'],
])('When the service starts with %j, then it names the variable and ends with code 1', async (wrong, reason) => {
  const env = { PATH: process.env.PATH, ...complete, ...wrong };
  const ended = promisify(execFile)(process.execPath, [main], { env, timeout: 20_000 });

  await expect(ended).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(reason), stdout: '' });
  await expect(ended).rejects.not.toMatchObject({ stderr: expect.stringContaining('my-secret') });
});
