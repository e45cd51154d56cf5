import { readFileSync } from 'node:fs';
import { databaseUri } from '../../../scripts/system/database-uri';
import { Settings } from '../../../scripts/system/settings';

const refusals = (variables: Record<string, string>) => {
  const parsed = Settings.safeParse(variables);
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('The settings of npm start', () => {
  test('When nothing is set, then every part has a different port', () => {
    const settings = Settings.parse({});
    const ports = Object.entries(settings).filter(([name]) => name.endsWith('_PORT'));

    expect(ports).toHaveLength(10);
    expect(new Set(ports.map(([, port]) => port)).size).toBe(10);
  });

  test('When two parts have the same port, then the error names both variables', () => {
    expect(refusals({ LEAD_TRACKER_PORT: '3002' })).toEqual([
      'COMMUNICATION_ENGINE_PORT: LEAD_TRACKER_PORT is 3002, too',
    ]);
  });

  test.each(['0', '70000', 'http'])('When a port is %j, then the error names the variable', (port) => {
    expect(refusals({ N8N_PORT: port })).toEqual([expect.stringMatching(/^N8N_PORT: /)]);
  });

  test('When a CRM is set without its client, then the error names the missing variable', () => {
    expect(refusals({ CRM_BASE_URL: 'https://crm.example.com', CRM_CLIENT_ID: 'us' })).toEqual([
      'CRM_CLIENT_SECRET: needed with CRM_BASE_URL',
    ]);
  });

  test.each(['CRM_CLIENT_ID', 'CRM_CLIENT_SECRET'])(
    'When %s is set without a CRM, then the error names both variables',
    (name) => {
      expect(refusals({ [name]: 'us' })).toEqual([`${name}: needs CRM_BASE_URL`]);
    },
  );
});

test('When npm start reads a variable, then .env.example lists it', () => {
  const listed = readFileSync('.env.example', 'utf8').match(/^# [A-Z0-9_]+(?==)/gm);

  expect(listed).toEqual(expect.arrayContaining(Object.keys(Settings.innerType().shape).map((name) => `# ${name}`)));
});

describe('The database of a service', () => {
  test.each([
    ['mongodb://127.0.0.1:27117/?replicaSet=rs0', 'mongodb://127.0.0.1:27117/leads?replicaSet=rs0'],
    ['mongodb://127.0.0.1:27117', 'mongodb://127.0.0.1:27117/leads'],
    ['mongodb://a:1,b:2,c:3/other?replicaSet=rs0', 'mongodb://a:1,b:2,c:3/leads?replicaSet=rs0'],
    ['mongodb+srv://cluster.example.com', 'mongodb+srv://cluster.example.com/leads'],
  ])('When the server is %s, then the address is %s', (uri, expected) => {
    expect(databaseUri(uri, 'leads')).toBe(expected);
  });

  test.each([
    ['mongodb://ada:pw@a:1/', 'admin'],
    ['mongodb://ada:pw@a:1/staff', 'staff'],
    ['mongodb://ada:pw@a:1/staff?authSource=people', 'people'],
  ])('When the user logs in by %s, then the authentication database is still %s', (uri, source) => {
    expect(databaseUri(uri, 'leads')).toBe(`mongodb://ada:pw@a:1/leads?authSource=${source}`);
  });

  test('When the address is not one of MongoDB, then the error names the variable', () => {
    expect(() => databaseUri('localhost:27017', 'leads')).toThrow('MONGODB_URI must look like');
  });
});
