import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { freshDatabase, uriOf } from '../../support/database';
import { startService } from '../../support/system/service-process';
import { aMessage, aTemplate } from '../../support/worlds/communication-engine-world';

const KEY = `ln_${randomUUID()}_${randomUUID()}`;

interface Body {
  message: { status: string };
  results: unknown[];
}

async function startEngine() {
  const service = await startService('communication-engine', {
    MONGODB_URI: uriOf(await freshDatabase()),
    BOOTSTRAP_COMPANY_ID: 'acme',
    BOOTSTRAP_API_KEY: KEY,
    PUBLIC_URL: 'http://127.0.0.1',
    TRACKING_SECRET: 'a-tracking-secret-of-32-characters',
    EMAIL_PROVIDER: 'smtp',
    SMTP_URL: 'smtp://127.0.0.1:1',
    EMAIL_FROM: 'Acme <news@acme.example>',
  });
  const post = async (path: string, body: object) => {
    const headers = { 'x-api-key': KEY, 'content-type': 'application/json' };
    const response = await fetch(`${service.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Body };
  };
  /** The largest resident memory of the process so far, in MB. */
  const peakMemory = async () => {
    const status = await readFile(`/proc/${String(service.pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_000;
  };
  return { post, peakMemory };
}

/** A small template whose HTML and text are one megabyte each. */
const PART = `{% for i in (1..400) %}${'x'.repeat(2_500)}{% endfor %}`;

test('When bulks of a few kilobytes render to 200 MB each, then the process stays under 450 MB', async () => {
  const { post, peakMemory } = await startEngine();
  await post('/templates', aTemplate({ template_id: 'huge', html: `<p>${PART}</p>`, text: PART }));
  await post('/templates', aTemplate());

  const bulks = Array.from({ length: 6 }, () => Array.from({ length: 100 }, () => aMessage({ template_id: 'huge' })));
  const answers = await Promise.all(bulks.map((items) => post('/messages/send/bulk', { items })));
  const small = await post('/messages/send', aMessage());

  const peak = await peakMemory();
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
  for (const { body } of answers) {
    expect(body.results.slice(0, 4)).toMatchObject(Array(4).fill({ result: { message: { status: 'queued' } } }));
    expect(body.results.at(-1)).toMatchObject({ error: { error_code: 'RENDERED_TOO_LARGE' } });
  }
  expect(small.body.message.status).toBe('queued');
  expect(peak).toBeLessThan(450);
});
