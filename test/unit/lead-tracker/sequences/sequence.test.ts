import { advanced, awaits, emitted, reach } from '@lead-nurturing/lead-tracker/enrollments/progress';
import type { EnrollmentDocument } from '@lead-nurturing/lead-tracker/enrollments/enrollment.model';
import { compileSteps, delayMinutes, renderSequence } from '@lead-nurturing/lead-tracker/sequences/compile';
import { loginKey, validateRecords } from '@lead-nurturing/lead-tracker/ingestion/login';
import { aLogin } from '../../../support/builders';

const now = new Date('2096-03-02T09:00:00Z');
const message = (overrides: object) => ({ channel: 'email' as const, template_id: 't', ...overrides });
const steps = compileSteps([message({ delay_hours: 0 }), message({ delay: { value: 2, unit: 'days' } })]);

const enrolled = (overrides: Partial<EnrollmentDocument> = {}): EnrollmentDocument => ({
  _id: 'e',
  company_id: 'acme',
  lead_id: 'l',
  product_id: 'p',
  sequence_code: 'p-User',
  sequence_version: 1,
  stage: 'User',
  status: 'active',
  exit_reason: null,
  steps: [reach(steps[0]!, now)],
  next_due_at: now,
  created_at: now,
  updated_at: now,
  ...overrides,
});
const report = (step_number: number, outcome: 'accepted' | 'failed' = 'accepted') => ({
  enrollment_id: 'e',
  step_number,
  outcome,
});

test.each([
  [{ delay_hours: 0 }, { value: 0, unit: 'hours' }],
  [{ delay_hours: 24 }, { value: 24, unit: 'hours' }],
  [{ delay_hours: 0.25 }, { value: 15, unit: 'minutes' }],
  [{ delay: { value: 3, unit: 'weeks' as const } }, { value: 3, unit: 'weeks' }],
])('When a message waits %j, then its step waits %j', (overrides, delay) => {
  expect(compileSteps([message(overrides)])[0]?.delay).toEqual(delay);
});

test('When a sequence is rendered back, then hours and units agree', () => {
  const rendered = renderSequence({
    _id: 's',
    company_id: 'acme',
    code: 'p-User',
    version: 3,
    product_id: 'p',
    stage: 'User',
    status: 'active',
    steps,
    created_at: now,
  });

  expect(rendered.messages.map(({ delay, delay_hours }) => delayMinutes(delay) === delay_hours * 60)).toEqual([
    true,
    true,
  ]);
  expect(rendered.messages[1]?.delay_hours).toBe(48);
});

test('When a step is emitted, reported and followed by the next, then each accepts only its own report', () => {
  const first = emitted(enrolled(), now);
  expect([awaits(enrolled(), report(1)), awaits(first, report(1)), awaits(first, report(2))]).toEqual([
    false,
    true,
    false,
  ]);

  const second = advanced(first, report(1), steps, now);
  expect(second.next_due_at).toEqual(new Date('2096-03-04T09:00:00Z'));
  expect([awaits(second, report(1)), awaits(second, report(2))]).toEqual([false, false]);

  const last = advanced(emitted(second, now), report(2, 'failed'), steps, now);
  expect([last.status, last.next_due_at, last.steps[1]?.outcome]).toEqual(['completed', null, 'failed']);
});

test('When an enrollment was exited, then a report is only stored', () => {
  const left = advanced(emitted(enrolled({ status: 'exited' }), now), report(1), steps, now);

  expect([left.status, left.next_due_at, left.steps.length, left.steps[0]?.outcome]).toEqual([
    'exited',
    null,
    1,
    'accepted',
  ]);
});

test('When a page is validated, then each record is judged alone, with a reason that names its field', () => {
  const [good, bad, odd] = validateRecords(
    [aLogin({ login_id: 'x' }), { ...aLogin(), user: { crm_user_id: 1 } }, null],
    'crm',
    now,
  );

  expect(good).toMatchObject({ kind: 'login', index: 0, key: loginKey('crm', 'x') });
  expect(bad).toMatchObject({ kind: 'malformed', index: 1, reason: expect.stringContaining('user.crm_user_id: ') });
  expect(odd).toMatchObject({ kind: 'malformed', index: 2, reason: expect.stringContaining('record: ') });
});
