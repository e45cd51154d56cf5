import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { freshClone } from '../../support/worlds/bootstrap-world';

const EVERYTHING = ['npm install', 'npm rebuild', 'tsc'];

test('When a clone is new, then packages are installed and built, and a second bootstrap does nothing', async () => {
  const { bootstrap } = freshClone();

  expect(await bootstrap()).toMatchObject({ code: 0, calls: EVERYTHING });
  expect(await bootstrap()).toEqual({ code: 0, calls: [], output: '' });
});

test('When the lockfile has changed, then packages are installed and built again', async () => {
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

test('When only a source has changed, then the build runs without an install', async () => {
  const { bootstrap, put } = freshClone();
  await bootstrap();
  put('a/src/main.ts', 'export const a = 1234;');

  expect(await bootstrap()).toMatchObject({ code: 0, calls: ['tsc'] });
});

test('When a dist folder is missing, then the build runs', async () => {
  const { bootstrap, root } = freshClone();
  await bootstrap();
  rmSync(join(root, 'a/dist'), { recursive: true });

  expect(await bootstrap()).toMatchObject({ code: 0, calls: ['tsc'] });
});

test('When an install was killed, then the next install starts without its incomplete packages', async () => {
  const { bootstrap, put, has } = freshClone();
  const killed = await bootstrap('killed');
  put('node_modules/half/package.json', '{ "version": "1.0.0" }');

  expect(killed.code).toBe(1);
  expect(await bootstrap()).toMatchObject({ code: 0, calls: EVERYTHING });
  expect(has('node_modules/half/package.json')).toBe(false);
});

test('When an upgrade was killed, then the next install starts with an empty node_modules', async () => {
  const { bootstrap, put, has } = freshClone();
  await bootstrap();
  put('package-lock.json', JSON.stringify({ packages: { 'node_modules/half': { version: '2.0.0' } } }));
  await bootstrap('killed');
  put('node_modules/half/package.json', '{ "version": "2.0.0" }');

  expect(await bootstrap()).toMatchObject({ code: 0, calls: EVERYTHING });
  expect(has('node_modules/half/package.json')).toBe(false);
});

test('When a developer has run npm install, then bootstrap does not install again', async () => {
  const { bootstrap, put } = freshClone();
  await bootstrap();
  const upgraded = JSON.stringify({ packages: { 'node_modules/half': { version: '2.0.0' } } });
  put('package-lock.json', upgraded);
  put('node_modules/.package-lock.json', upgraded);

  expect(await bootstrap()).toMatchObject({ code: 0, calls: ['tsc'] });
});

test('When two processes bootstrap at the same time, then one installs and the other waits', async () => {
  const { bootstrap } = freshClone();
  const [first, second] = await Promise.all([bootstrap('slow'), bootstrap('slow')]);

  expect([first.code, second.code]).toEqual([0, 0]);
  expect(first.calls).toEqual(EVERYTHING);
  expect([first.output, second.output].filter((output) => output.includes('waiting for it'))).toHaveLength(1);
});

test('When the holder of the lock has ended, then bootstrap takes the lock over', async () => {
  const { bootstrap, put } = freshClone();
  put('node_modules/.bootstrap.lock', '4194304');

  expect(await bootstrap()).toMatchObject({ code: 0, calls: EVERYTHING });
});

test('When the registry cannot be reached, then the error says so at once, with advice', async () => {
  const { bootstrap } = freshClone();
  const { code, output } = await bootstrap('offline');

  expect(code).toBe(1);
  expect(output).toContain('failed with ENOTFOUND');
  expect(output).toContain('The package registry could not be reached');
});

test('When Node is too old, then one line names the required version', async () => {
  const { bootstrap } = freshClone();
  const old =
    'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.20.0"}})';
  const { code, output, calls } = await bootstrap('', `--import=${old}`);

  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(output.trim()).toMatch(/^Node\.js 20 or newer is needed, this is 18\.20\.0.*$/);
});
