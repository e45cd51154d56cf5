import { aLead, aLogin, anEvent, aProduct } from '../../support/builders';
import { eventually } from '../../support/eventually';
import { leadTrackerWorld } from '../../support/worlds/lead-tracker-world';

/** Driver chatter and our own reading of the profile. */
const OURS = { 'command.explain': { $exists: false }, ns: { $not: /system\./ } };

test('When every hot path has run, then no query of it has scanned a collection', async () => {
  const { api, connection } = await leadTrackerWorld({ workers: true });
  await connection.db?.command({ profile: 2 });

  await api.put('/products/analytics', aProduct());
  const page = (records: unknown[]) => ({ source: 'crm', cursor: { from: null, to: 'c' }, records });
  const user = { crm_user_id: 'u', contact_info: { email: 'u@acme.example' } };
  await api.post('/ingestion/logins', page([aLogin({ user }), aLogin(), { no: 'login' }]));
  await api.post('/ingestion/logins', page([aLogin({ user })]));
  await api.get('/ingestion/cursors/crm');
  const { body } = await api.post('/leads', aLead());
  const id = String(body.lead.id);
  await api.put(`/leads/${id}`, { name: 'New' });
  await api.post(`/leads/${id}/events`, anEvent());
  await api.get(`/leads/${id}/score`);
  await api.post(`/leads/${id}/stage/evaluate`);
  const enrolled = await api.post('/enrollments', { lead_id: id, stage: 'Engaged_Lead', idempotency_key: 'k' });
  const enrollment_id = String(enrolled.body.enrollment.id);
  await eventually(async () => {
    const found = await api.get(`/enrollments/${enrollment_id}`);
    expect(found.body.steps[0].emitted_at).not.toBeNull();
  });
  await api.post('/enrollments/steps/bulk', { items: [{ enrollment_id, step_number: 1, outcome: 'accepted' }] });
  await api.post(`/leads/${id}/events`, anEvent({ event_type: 'unsubscribed' }));
  await api.get('/dead-letters?kind=workflow');

  await connection.db?.command({ profile: 0 });
  const seen = await connection.collection('system.profile').find(OURS).toArray();
  expect(seen.length).toBeGreaterThan(50);
  const scans = seen.filter((entry) => String(entry.planSummary).includes('COLLSCAN'));
  expect(scans.map((entry) => JSON.stringify(entry.command))).toEqual([]);
});
