import { EngineConfig } from '@lead-nurturing/communication-engine/config';

const complete = {
  PORT: '3002',
  MONGODB_URI: 'mongodb://127.0.0.1/communication_engine',
  PUBLIC_URL: 'https://mail.acme.example/',
  TRACKING_SECRET: 'a-tracking-secret-of-32-characters',
  EMAIL_PROVIDER: 'smtp',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  EMAIL_FROM: 'Acme News <news@acme.example>',
};

const named = (env: Record<string, string | undefined>) => {
  const { error } = EngineConfig.safeParse(env);
  return error?.issues.map(({ path }) => path.join('.')) ?? [];
};

test('When only the required variables are set, then the others have defaults', () => {
  expect(EngineConfig.parse(complete)).toMatchObject({
    PORT: 3002,
    PUBLIC_URL: 'https://mail.acme.example',
    EMAIL_FROM: { name: 'Acme News', email: 'news@acme.example' },
    EMAIL_RATE_LIMIT: 10,
  });
});

test.each([
  [{ TRACKING_SECRET: 'short' }, ['TRACKING_SECRET']],
  [{ PUBLIC_URL: 'ftp://mail.acme.example' }, ['PUBLIC_URL']],
  [{ EMAIL_FROM: 'news@acme.example' }, ['EMAIL_FROM']],
  [{ EMAIL_FROM: 'Acme <not an address>' }, ['EMAIL_FROM']],
  [{ EMAIL_FROM: 'Acme <nobody>' }, ['EMAIL_FROM.email']],
  [{ EMAIL_RATE_LIMIT: '0' }, ['EMAIL_RATE_LIMIT']],
  [{ EMAIL_PROVIDER: 'pigeon' }, ['EMAIL_PROVIDER']],
  [{ EMAIL_PROVIDER: undefined }, ['EMAIL_PROVIDER']],
  [{ SMTP_URL: undefined }, ['SMTP_URL']],
  [{ SMTP_URL: 'http://127.0.0.1' }, ['SMTP_URL']],
  [{ SMTP_URL: 'smtp://' }, ['SMTP_URL']],
  [{ SMTP_URL: 'smtp://:25' }, ['SMTP_URL']],
  [{ SMTP_URL: 'smtps://user:secret@' }, ['SMTP_URL']],
  [{ EMAIL_PROVIDER: 'sendgrid', SMTP_URL: undefined }, ['SENDGRID_API_KEY']],
  [{ TRACKING_SECRET: undefined, SMTP_URL: undefined }, ['TRACKING_SECRET', 'SMTP_URL']],
])('When the environment has %j, then each bad variable is named', (wrong, expected) => {
  expect(named({ ...complete, ...wrong })).toEqual(expected);
});

test('When the provider is SendGrid, then no SMTP_URL is needed', () => {
  expect(named({ ...complete, EMAIL_PROVIDER: 'sendgrid', SENDGRID_API_KEY: 'SG.key', SMTP_URL: undefined })).toEqual(
    [],
  );
});

test.each([
  'smtp://mail',
  'smtps://user:p@ss/w?rd@mail.acme.example:465',
  'smtp://[::1]:25',
  'smtp://mail.acme.example/?tls.rejectUnauthorized=false',
])('When the SMTP server is %s, then that is understood', (SMTP_URL) => {
  expect(named({ ...complete, SMTP_URL })).toEqual([]);
});
