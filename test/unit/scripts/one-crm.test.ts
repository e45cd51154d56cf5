import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepToOneCrm } from '../../../scripts/system/one-crm';
import { temporaryFolder } from '../../support/finish';

const OURS = 'https://crm.example.com';

test.each([
  [OURS, undefined, OURS],
  ['the sandbox CRM', OURS, undefined],
  [OURS, 'https://other.example.com', OURS],
])('When the CRM is %s and an earlier start had another one, then the start is refused', async (...crms) => {
  const [, before, now] = crms;
  const DATA_DIR = temporaryFolder('one-crm-');
  await keepToOneCrm({ DATA_DIR, CRM_BASE_URL: before });

  const refused = expect(keepToOneCrm({ DATA_DIR, CRM_BASE_URL: now })).rejects;
  await refused.toThrow(
    `${DATA_DIR} belongs to ${before ?? 'the sandbox CRM'}, and its cursor means nothing to ${now ?? 'the sandbox CRM'}. ` +
      'Use another DATA_DIR (and another MongoDB where MONGODB_URI is set)',
  );
  await expect(keepToOneCrm({ DATA_DIR, CRM_BASE_URL: before })).resolves.toBeUndefined();
});

test.each([undefined, OURS])(
  'When the CRM is %s as at the earlier start, then the start goes on',
  async (CRM_BASE_URL) => {
    const DATA_DIR = temporaryFolder('one-crm-');
    await keepToOneCrm({ DATA_DIR, CRM_BASE_URL });
    await keepToOneCrm({ DATA_DIR, CRM_BASE_URL: CRM_BASE_URL && `${CRM_BASE_URL}/` });

    expect(readFileSync(join(DATA_DIR, 'crm-address.txt'), 'utf8')).toBe(`${CRM_BASE_URL ?? 'the sandbox CRM'}\n`);
  },
);
