import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommunicationEngineApi } from '../../../../credentials/CommunicationEngineApi.credentials';
import { CrmApi } from '../../../../credentials/CrmApi.credentials';
import { LeadTrackerApi } from '../../../../credentials/LeadTrackerApi.credentials';
import { credentialsFor, fingerprintOf } from '../../../../scripts/n8n/provisioning/credentials';

const secrets = {
  lead_tracker_n8n_api_key: 'key of the tracker',
  communication_engine_n8n_api_key: 'key of the engine',
  crm_client_id: 'client',
  crm_client_secret: 'secret of the client',
};
const urls = { leadTracker: 'http://lt', communicationEngine: 'http://ce', crm: 'http://crm' };
const made = credentialsFor(secrets, urls);

const workflows = join(__dirname, '../../../../workflows');
const read = (file: string) => JSON.parse(readFileSync(join(workflows, file), 'utf8'));

function liveReferences(): { type: string; id: string; name: string }[] {
  const files: string[] = read('manifest.json').workflows.map(
    ({ live, versions }: { live: string; versions: { version: string; file: string }[] }) =>
      versions.find(({ version }) => version === live)!.file,
  );
  return files
    .flatMap((file) => read(file).nodes.map((node: { credentials?: object }) => node.credentials ?? {}))
    .flatMap((byType: object) => Object.entries(byType).map(([type, { id, name }]) => ({ type, id, name })));
}

test('When a live workflow names a credential, then provisioning creates it with that id, name and type', () => {
  const known = made.map(({ type, id, name }) => ({ type, id, name }));
  expect(liveReferences().length).toBeGreaterThan(0);
  for (const reference of liveReferences()) expect(known).toContainEqual(reference);
});

test.each([new LeadTrackerApi(), new CommunicationEngineApi(), new CrmApi()])(
  'When $displayName has required fields, then provisioning fills exactly these',
  ({ name, properties }) => {
    const asked = properties.filter(({ required }) => required).map((property) => property.name);
    expect(Object.keys(made.find(({ type }) => type === name)!.data).sort()).toEqual(asked.sort());
  },
);

describe('When the fingerprint of a credential is stored', () => {
  const [before] = made;
  const [after] = credentialsFor({ ...secrets, lead_tracker_n8n_api_key: 'a new key' }, urls);

  test('then a change of the credential changes the fingerprint', () => {
    expect(fingerprintOf(after!, 'key')).not.toBe(fingerprintOf(before!, 'key'));
    expect(fingerprintOf({ ...before! }, 'key')).toBe(fingerprintOf(before!, 'key'));
  });

  test('then another key gives another fingerprint', () => {
    expect(fingerprintOf(before!, 'key')).not.toBe(fingerprintOf(before!, 'another key'));
  });
});
