import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freshDatabase, uriOf } from '../../../support/database';

const root = join(__dirname, '..', '..', '..', '..');
const run = promisify(execFile);

/** What the built kit writes when this runs with a `log` at hand. */
async function logged(script: string, env: Record<string, string> = {}) {
  const prelude = `const { createLog } = require('@lead-nurturing/service-kit/runtime/log');
    const log = createLog('test', 'info');`;
  const { stdout } = await run(process.execPath, ['-e', prelude + script], {
    cwd: root,
    env: { ...process.env, ...env },
  });
  return stdout;
}

test('When an object with contact data or secrets is logged, then they are removed, also one level down', async () => {
  const person = `{ email: 'ada@acme.example', phone: '+4915112345678', name: 'Ada Lovelace', api_key: 'ln_key', id: 'p1' }`;
  const written = await logged(`
    log.info(${person}, 'itself');
    log.info({ person: ${person} }, 'in another');
    log.info({ people: [${person}], lead: { contact_info: { email: 'ada@acme.example' } } }, 'in a list');
    log.info({ mail: { html: '<b>Ada Lovelace</b>', text: 'Ada Lovelace' }, secret: 'ln_key', authorization: 'ln_key' });
  `);
  const lines = written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(4);
  expect(written).not.toMatch(/ada@acme|4915112345678|Lovelace|ln_key/);
  expect(lines[1]).toMatchObject({ service: 'test', msg: 'in another', person: { id: 'p1', email: '[redacted]' } });
});

test('When an error quotes contact data, then the log has its message and stack without the quote', async () => {
  const connection = await freshDatabase();
  const written = await logged(
    `const mongoose = require('mongoose');
    (async () => {
      const connection = await mongoose.createConnection(process.env.URI).asPromise();
      const people = connection.collection('people');
      await people.createIndex({ kind: 1, value: 1 }, { unique: true });
      await people.insertOne({ kind: 'phone', value: '+4915112345678' });
      await people.insertOne({ kind: 'phone', value: '+4915112345678' }).catch((err) => log.error({ err }, 'first'));
      const Person = connection.model('Person', new mongoose.Schema({ age: Number }));
      await Person.create({ age: 'Ada Lovelace' }).catch((err) => log.error({ err }, 'second'));
      log.error({ err: Object.assign(new Error('no mailbox ada.l@acme.example'), { config: { data: 'ln_key' } }) }, 'third');
      log.error({ err: 'ada@acme.example' }, 'fourth');
      await connection.close();
    })();`,
    { URI: uriOf(connection) },
  );
  expect(written).not.toMatch(/4915112345678|Lovelace|acme|ln_key/);
  const [first, second, third, fourth] = written
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(first.err).toMatchObject({ code: 11_000, message: expect.stringContaining('people index: kind_1_value_1') });
  expect(first.err.stack).toContain('    at ');
  expect(second.err.message).toContain('Cast to Number failed');
  expect(third.err).toEqual({
    type: 'Error',
    message: 'no mailbox [redacted]',
    stack: expect.stringContaining('    at '),
  });
  expect(fourth.err).toEqual({ message: '[redacted]' });
});
