import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { communicationEngineWorld } from '../../../support/worlds/communication-engine-world';
import { leadTrackerWorld } from '../../../support/worlds/lead-tracker-world';

const committed = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(join('docs', 'openapi', `${name}.json`), 'utf8'));

test('When a route changes, then docs/openapi is generated again with npm run openapi', async () => {
  const [tracker, engine] = [await leadTrackerWorld(), await communicationEngineWorld()];

  expect((await tracker.operations.get('/openapi.json')).body).toEqual(await committed('lead-tracker'));
  expect((await engine.operations.get('/openapi.json')).body).toEqual(await committed('communication-engine'));
});
