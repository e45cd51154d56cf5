import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { setImmediate as nextTick } from 'node:timers/promises';
import { createRenderer } from '@lead-nurturing/communication-engine/templates/render.host';
import { onFinish } from '../../../support/finish';
import { aMessage, aTemplate, communicationEngineWorld } from '../../../support/worlds/communication-engine-world';

const TOO_SLOW = 'it took longer than 2 s to render';

/** One output with so many filters that rendering it takes far more than two seconds, while no step of it ends. */
const SLOW = `{{ big${' | url_encode | url_decode'.repeat(3_000)} }}`;
const BIG = '%'.repeat(300_000);

function renderer() {
  const created = createRenderer(
    { publicUrl: 'https://mail.example', secret: 'a-tracking-secret-of-32-characters' },
    () => performance.now(),
  );
  onFinish(created.stop);
  return created;
}

const aBatch = (text: string, variables: Record<string, unknown>[], key = 'template') => ({
  company: 'acme',
  templates: [{ key, subject: 'Hello', html: null, text, defaults: {} }],
  jobs: variables.map((given, index) => ({ message_id: `message-${String(index)}`, template: 0, variables: given })),
});

const summary = (rendered: { status: string; reason?: string }[]) =>
  rendered.map(({ status, reason }) => reason ?? status);

test('When one message of a bulk takes longer than two seconds, then only that message fails', async () => {
  const variables = ['a', BIG, 'b', 'c'].map((big) => ({ big }));

  const rendered = await renderer().renderAll(aBatch(SLOW, variables));

  expect(summary(rendered)).toEqual(['rendered', TOO_SLOW, 'rendered', 'rendered']);
});

test('When a template ends the thread three times, then its other messages fail without being rendered', async () => {
  const { renderAll } = renderer();
  const begun = performance.now();

  const rendered = await renderAll(
    aBatch(
      SLOW,
      Array.from({ length: 20 }, () => ({ big: BIG })),
    ),
  );
  const other = await renderAll(aBatch('Hello', [{}], 'other'));

  expect(summary(rendered).slice(0, 3)).toEqual([TOO_SLOW, TOO_SLOW, TOO_SLOW]);
  expect(new Set(summary(rendered).slice(3))).toEqual(
    new Set(['messages of its template took too much time or memory to render, 3 times within a minute']),
  );
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(summary(other)).toEqual(['rendered']);
});

test('When a message needs more memory than the thread has, then only that message fails', async () => {
  const variables = [1, Array.from({ length: 1_500_000 }, () => []), 2, 3].map((big) => ({ big }));

  const rendered = await renderer().renderAll(aBatch('{{ big | size }}', variables));

  expect(summary(rendered)).toEqual([
    'rendered',
    'it took more than 64 MB of memory to render',
    'rendered',
    'rendered',
  ]);
});

test('When the messages of a request fill its memory, then the others are left out', async () => {
  const big = 'x'.repeat(1_000_000);

  const rendered = await renderer().renderAll(
    aBatch(
      '{{ big }}',
      Array.from({ length: 20 }, () => ({ big })),
    ),
  );

  const statuses = summary(rendered);
  expect(statuses.slice(0, 8)).toEqual(Array(8).fill('rendered'));
  expect(statuses.slice(9)).toEqual(Array(11).fill('over_budget'));
});

test('When a message takes seconds to render, then other requests and other companies are answered', async () => {
  const { api, otherCompany, public: web } = await communicationEngineWorld();
  await api.post('/templates', aTemplate({ template_id: 'slow', html: undefined, text: SLOW }));
  await otherCompany.post('/templates', aTemplate());

  const slow = aMessage({ template_id: 'slow', variables: { big: BIG, lead: { name: 'Ada' } } });
  const done = api.post('/messages/send', slow).then(({ body }) => body.message);
  const waits: number[] = [];
  for (let ended = false; !ended;) {
    const asked = performance.now();
    await web.get('/health');
    waits.push(performance.now() - asked);
    ended = await Promise.race([done.then(() => true), nextTick(false)]);
  }
  const other = await otherCompany.post('/messages/send', aMessage());

  expect(await done).toMatchObject({ status: 'failed', reason: TOO_SLOW });
  expect(Math.max(...waits)).toBeLessThan(1_000);
  expect(other.body.message.status).toBe('queued');
});

test('When the service runs under node --watch, then templates are checked as usual', async () => {
  const code = `const { createRenderer } = require('./communication-engine/dist/templates/render.host.js');
    const renderer = createRenderer({ publicUrl: 'http://127.0.0.1', secret: 'secret' }, () => performance.now());
    renderer.syntaxErrors({ subject: 'Hello', html: '<p>{{ name }}</p>', text: null })
      .then((errors) => console.log(JSON.stringify(errors)))
      .then(renderer.stop);`;
  const env = { ...process.env, WATCH_REPORT_DEPENDENCIES: '1' }; // set by node --watch

  const { stdout } = await promisify(execFile)(process.execPath, ['-e', code], { env });
  expect(JSON.parse(stdout)).toEqual([]);
});
