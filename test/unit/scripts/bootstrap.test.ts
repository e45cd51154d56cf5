import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { freshClone } from '../../support/worlds/bootstrap-world';

const EVERYTHING = ['npm install', 'npm rebuild', 'tsc'];

test('When a clone is fresh, then it is installed and built, and the next time there is nothing to say or do', async () => {
  const { bootstrap } = freshClone();

  expect(await bootstrap()).toMatchObject({ code: 0, calls: EVERYTHING });
  expect(await bootstrap()).toEqual({ code: 0, calls: [], said: '' });
});

test('When the lockfile has changed, then it is installed and built again', async () => {
  const { bootstrap, put } = freshClone();
  await bootstrap();
  put('package-lock.json', JSON.stringify({ packages: { 'node_modules/half': { version: '2.0.0' } } }));

  expect(await bootstrap()).toMatchObject({ code: 0, calls: ['npm install', 'tsc'] });
});

test("When npm has removed Node's headers, then the next install brings them back", async () => {
  const { bootstrap, put, root } = freshClone();
  await bootstrap();
  rmSync(join(root, 'node_modules/node/node_modules'), { recursive: true });
  put('package-lock.json', JSON.stringify({ packages: { 'node_modules/half': { version: '2.0.0' } } }));

  expect(await bootstrap()).toMatchObject({ code: 0, calls: EVERYTHING });
});

test('When only a source has changed, then it is only built', async () => {
  const { bootstrap, put } = freshClone();
  await bootstrap();
  put('a/src/main.ts', 'export const a = 1234;');

  expect(await bootstrap()).toMatchObject({ code: 0, calls: ['tsc'] });
});

test('When what was built is gone, then it is built', async () => {
  const { bootstrap, root } = freshClone();
  await bootstrap();
  rmSync(join(root, 'a/dist'), { recursive: true });

  expect(await bootstrap()).toMatchObject({ code: 0, calls: ['tsc'] });
});

test('When an install was killed, then the next one does not build on its half packages', async () => {
  const { bootstrap, put, has } = freshClone();
  const killed = await bootstrap('killed');
  put('node_modules/half/package.json', '{ "version": "1.0.0" }');

  expect(killed.code).toBe(1);
  expect(await bootstrap()).toMatchObject({ code: 0, calls: EVERYTHING });
  expect(has('node_modules/half/package.json')).toBe(false);
});

test('When an upgrade was killed, then it begins anew as well', async () => {
  const { bootstrap, put, has } = freshClone();
  await bootstrap();
  put('package-lock.json', JSON.stringify({ packages: { 'node_modules/half': { version: '2.0.0' } } }));
  await bootstrap('killed');
  put('node_modules/half/package.json', '{ "version": "2.0.0" }');

  expect(await bootstrap()).toMatchObject({ code: 0, calls: EVERYTHING });
  expect(has('node_modules/half/package.json')).toBe(false);
});

test('When a developer has installed by hand, then it is not installed again', async () => {
  const { bootstrap, put } = freshClone();
  await bootstrap();
  const upgraded = JSON.stringify({ packages: { 'node_modules/half': { version: '2.0.0' } } });
  put('package-lock.json', upgraded);
  put('node_modules/.package-lock.json', upgraded);

  expect(await bootstrap()).toMatchObject({ code: 0, calls: ['tsc'] });
});

test('When two start at once, then one installs and the other waits for it', async () => {
  const { bootstrap } = freshClone();
  const [first, second] = await Promise.all([bootstrap('slow'), bootstrap('slow')]);

  expect([first.code, second.code]).toEqual([0, 0]);
  expect(first.calls).toEqual(EVERYTHING);
  expect([first.said, second.said].filter((said) => said.includes('waiting for it'))).toHaveLength(1);
});

test('When the lock is left by a process that is gone, then it is taken over', async () => {
  const { bootstrap, put } = freshClone();
  put('node_modules/.bootstrap.lock', '4194304');

  expect(await bootstrap()).toMatchObject({ code: 0, calls: EVERYTHING });
});

test('When the registry cannot be reached, then it says so at once and what to do', async () => {
  const { bootstrap } = freshClone();
  const { code, said } = await bootstrap('offline');

  expect(code).toBe(1);
  expect(said).toContain('failed with ENOTFOUND');
  expect(said).toContain('The package registry could not be reached');
});

test('When node is too old, then one line names the version that is needed', async () => {
  const { bootstrap } = freshClone();
  const old =
    'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.0"}})';
  const { code, said, calls } = await bootstrap('', `--import=${old}`);

  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(said.trim()).toMatch(/^Node\.js 20 or newer is needed, this is 18\.20\.0.*$/);
});
