import { LoginRecord } from '@lead-nurturing/contracts/ingestion/ingestion';
import fc from 'fast-check';
import { toLoginRecord } from '../../../nodes/Crm/v1/dialects/sandbox';

const event = {
  id: 'login-1',
  occurred_at: '2026-01-31T09:00:00.000Z',
  product: 'acme',
  contact: {
    id: 'contact-1',
    full_name: 'Ada Lovelace',
    email: 'ada@example.com',
    phone: '+49 30 1234567',
    title: 'CTO',
    preferred_channel: 'email',
    timezone: 'Europe/Berlin',
    locale: 'de-DE',
  },
  organization: { id: 'org-1', name: 'Acme', size: '51-200', industry: 'Software' },
  trial_status: 'active',
};

const record: LoginRecord = {
  login_id: 'login-1',
  occurred_at: '2026-01-31T09:00:00.000Z',
  product_id: 'acme',
  user: {
    crm_user_id: 'contact-1',
    name: 'Ada Lovelace',
    contact_info: { email: 'ada@example.com', phone: '+49 30 1234567', preferred_channel: 'email' },
    demographics: { job_title: 'CTO', company_size: '51-200', industry: 'Software' },
    timezone: 'Europe/Berlin',
    locale: 'de-DE',
  },
  organization: { id: 'org-1', name: 'Acme' },
  trial_status: 'active',
};

test('When a login event is complete, then it is mapped to the fields of the contract', () => {
  expect(toLoginRecord(event)).toEqual(record);
  expect(LoginRecord.parse(toLoginRecord(event))).toEqual(record);
});

test('When a login event lacks data, then those fields are left out and the record is valid', () => {
  const sparse = { ...event, trial_status: null, organization: null, contact: { id: 'c', email: 'a@b.de', phone: '' } };
  expect(LoginRecord.parse(toLoginRecord(sparse))).toEqual({
    login_id: 'login-1',
    occurred_at: event.occurred_at,
    product_id: 'acme',
    user: { crm_user_id: 'c', contact_info: { email: 'a@b.de' } },
  });
});

test('When the organization size is a number, then it becomes a text', () => {
  const counted = { ...event, organization: { ...event.organization, size: 120 } };
  expect(LoginRecord.parse(toLoginRecord(counted)).user.demographics?.company_size).toBe('120');
});

test.each([
  ['no contact', { ...event, contact: undefined }],
  ['a wrong date', { ...event, occurred_at: 'yesterday' }],
  ['a number for an e-mail', { ...event, contact: { ...event.contact, email: 42 } }],
  ['a text', 'garbage'],
  ['nothing', null],
])('When the login event is malformed (%s), then the record does not validate', (_, malformed) => {
  expect(LoginRecord.safeParse(toLoginRecord(malformed)).success).toBe(false);
});

test('When a value is wrong, then it is passed on unchanged', () => {
  const wrong = { ...event, occurred_at: 'yesterday' };
  expect(toLoginRecord(wrong)).toMatchObject({ occurred_at: 'yesterday', login_id: 'login-1' });
});

test('toLoginRecord never throws', () => {
  const part = fc.oneof(fc.anything(), fc.record({ id: fc.anything(), email: fc.anything(), size: fc.anything() }));
  const anyEvent = fc.oneof(fc.anything(), fc.record({ id: fc.anything(), contact: part, organization: part }));
  fc.assert(
    fc.property(anyEvent, (anything) => {
      expect(() => toLoginRecord(anything)).not.toThrow();
    }),
    { numRuns: 500 },
  );
});
