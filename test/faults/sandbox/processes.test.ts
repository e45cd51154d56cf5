import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import request from 'supertest';
import { temporaryFolder } from '../../support/finish';

const root = join(__dirname, '../../..');
const running: ChildProcess[] = [];

beforeAll(() => {
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-b', 'sandbox'], { cwd: root });
}, 60_000);
afterEach(() => running.splice(0).forEach((child) => child.kill('SIGKILL')));

function run(program: string, env: Record<string, string>) {
  const child = spawn(process.execPath, [join(root, 'sandbox/dist', program)], { env });
  running.push(child);
  return child;
}

/** Reads the log line that says on which port the program listens. */
async function listening(child: ChildProcess) {
  for await (const line of createInterface({ input: child.stdout! }))
    if (line.includes('"listening"')) return JSON.parse(line);
  throw new Error('ended before it listened');
}

async function stop(child: ChildProcess) {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  return (await exit)[0];
}

const crmEnv = { SANDBOX_CRM_PORT: '0', SANDBOX_CRM_CLIENT_ID: 'demo', SANDBOX_CRM_CLIENT_SECRET: 'a secret' };

test('When the CRM is started and stopped, then it logs its port, answers, and exits with 0', async () => {
  const crm = run('crm/main.js', crmEnv);
  const { port } = await listening(crm);
  const { body } = await request(`http://127.0.0.1:${port}`).get('/sandbox/logins').expect(200);
  expect(body.data.length).toBeGreaterThanOrEqual(10);
  expect(await stop(crm)).toBe(0);
});

test('When a variable is missing or invalid, then the error names it and the CRM exits with 1', async () => {
  const crm = run('crm/main.js', { SANDBOX_CRM_PORT: 'high', SANDBOX_CRM_CLIENT_SECRET: 'a secret' });
  const [error, [code]] = await Promise.all([text(crm.stderr), once(crm, 'exit')]);
  expect(code).toBe(1);
  expect(error).toMatch(/SANDBOX_CRM_PORT: [^]*SANDBOX_CRM_CLIENT_ID: /);
  expect(error).not.toContain('a secret');
});

test('When the port is in use, then the error names the variable that sets it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const crm = run('crm/main.js', { ...crmEnv, SANDBOX_CRM_PORT: String(port) });
  const [error, [code]] = await Promise.all([text(crm.stderr), once(crm, 'exit')]);
  other.close();
  expect([code, error]).toEqual([1, expect.stringContaining('Set SANDBOX_CRM_PORT to a free port.')]);
});

/**
 * The REST API of the inbox:
 * - GET /api/email lists all e-mails, oldest first: `{ id, subject, from, to, headers, html, text, envelope, … }`;
 *   `?skip=&limit=` pages, `?to.address=a@b.example` and the like filter by any field.
 * - GET /api/email/summary?skip=&limit= lists them without bodies, newest first: `{ items, total, unread }`.
 * - GET /api/email/:id answers one e-mail and marks it as read, also as /html and /source; DELETE /api/email/:id or /all.
 */
describe('mail inbox', () => {
  const mailEnv = (dir: string) => ({ MAIL_SMTP_PORT: '0', MAIL_WEB_PORT: '0', MAIL_DIR: dir });
  const aMail = (index: number) => ({
    from: 'Brightline <hello@brightline.example>',
    to: `reader${index}@acme.example`,
    subject: `Letter ${index}`,
    html: `<p>Hello ${index}, <a href="https://app.example/${index}">open</a></p>`,
    text: `Hello ${index}`,
  });

  test('When a sender stays connected, then the inbox still stops within 20 s', async () => {
    const inbox = run('mail/main.js', mailEnv(temporaryFolder('sandbox-mail-')));
    const { smtp_port } = await listening(inbox);
    const transport = createTransport({ host: '127.0.0.1', port: smtp_port, pool: true });
    await transport.sendMail(aMail(1));

    const asked = Date.now();
    expect(await stop(inbox)).toBe(0);
    expect(Date.now() - asked).toBeLessThan(20_000);
    transport.close();
  }, 40_000);

  test('When a thousand mails arrived and the inbox restarts, then it has all of them', async () => {
    const dir = temporaryFolder('sandbox-mail-');
    const before = run('mail/main.js', mailEnv(dir));
    const { smtp_port } = await listening(before);
    const transport = createTransport({ host: '127.0.0.1', port: smtp_port, pool: true, maxMessages: Infinity });
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => transport.sendMail(aMail(index))));
    transport.close();
    expect(await stop(before)).toBe(0);

    const after = run('mail/main.js', mailEnv(dir));
    const { web_port } = await listening(after);
    const web = request(`http://127.0.0.1:${web_port}`);

    const summary = await web.get('/api/email/summary?limit=1');
    expect(summary.body).toMatchObject({ total: 1_000 });
    const { body } = await web.get('/api/email?to.address=reader7@acme.example');
    expect(body).toEqual([expect.objectContaining({ subject: 'Letter 7', text: 'Hello 7' })]);
    expect(body[0].html).toContain('https://app.example/7');
    await web
      .get('/')
      .accept('text/html')
      .expect(200)
      .expect(/<script/);
  }, 60_000);
});
