import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { n8nInstallWorld } from '../../../support/worlds/n8n-install-world';

test('When the SQLite driver is compiled, then node-gyp gets the headers of the Node that runs n8n', async () => {
  const { code, nodedir } = await n8nInstallWorld().install();

  expect(code).toBe(0);
  expect(existsSync(join(nodedir!, 'include/node/node_api.h'))).toBe(true);
});

test.each([
  [
    "Node's headers cannot be downloaded",
    `npm error gyp http GET https://nodejs.org/download/release/v24.21.0/node-v24.21.0-headers.tar.gz
npm error gyp ERR! stack Error: This is most likely not a problem with node-gyp or the package itself and
npm error gyp ERR! stack is related to network connectivity. In most cases you are behind a proxy or have bad
npm error gyp ERR! stack network settings.
npm error gyp ERR! not ok`,
    'headers, which node-gyp could not download from nodejs.org',
  ],
  [
    'there is no Python',
    'npm error gyp ERR! find Python - "python3" is not in PATH or produced an error',
    'takes Python 3, which was not found',
  ],
  [
    'there is no compiler',
    `npm error make: c++: No such file or directory
npm error gyp ERR! stack Error: \`make\` failed with exit code: 2`,
    'takes make and a C++ compiler',
  ],
])('When %s, then the error says so and does not blame the registry', async (_, gypOutput, cause) => {
  const { code, output } = await n8nInstallWorld().install(gypOutput);

  expect(code).toBe(1);
  expect(output).toContain(cause);
  expect(output).not.toContain('registry could not be reached');
});
