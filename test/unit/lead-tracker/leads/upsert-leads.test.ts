import { newLead } from '@lead-nurturing/lead-tracker/leads/lead';
import { upsertLeads, type Known, type LeadUpsert } from '@lead-nurturing/lead-tracker/leads/upsert-leads';
import { assignPeople } from '@lead-nurturing/lead-tracker/people/person';

const now = new Date('2026-03-02T09:00:00Z');
let ids = 0;
const newId = () => `id-${String((ids += 1))}`;
const change = { company: 'acme', actor: 'test', now, newId };
const nothing: Known = { people: [], leads: [], rules: new Map() };

const aRecord = (overrides: Partial<LeadUpsert> = {}): LeadUpsert => ({
  source: 'crm',
  crm_user_id: 'u1',
  product_id: 'analytics',
  person: {},
  lead: {},
  at: now,
  ...overrides,
});
const aLogin = (idempotency_key: string): LeadUpsert =>
  aRecord({
    event: { event_type: 'login', channel: 'product', timestamp: now, metadata: {}, idempotency_key },
  });
const assign = (records: LeadUpsert[], owners = new Map<string, string>()) => assignPeople(records, owners, newId);

test('When a batch has three logins of one new lead, then it is inserted once with their score', () => {
  const { results, work } = upsertLeads(change, assign(['a', 'b', 'c'].map(aLogin)), nothing);
  const { leads, people, events, ledger, identities } = work.changes ?? {};

  expect(results.map(({ created }) => created)).toEqual([true, false, false]);
  expect(leads).toMatchObject({ inserted: [{ score_hundredths: 1_500, version: 3 }], replaced: [] });
  expect([people, identities, events, ledger].map((one) => one?.inserted?.length)).toEqual([1, 1, 3, 3]);
  expect(work.domainEvents?.map(({ type }) => type)).toEqual(['lead.created', 'lead.scored']);
  expect(work.domainEvents?.[1]).toMatchObject({ lead_seq: 3, data: { engagement_score: 15, score_change: 15 } });
});

test('When a record says nothing new about a known lead, then the lead is not written', () => {
  const lead = {
    ...newLead(change, { product_id: 'analytics', person_id: 'p', source: 'crm' }),
    crm_user_id: 'u1',
    review_flags: ['product_not_configured'],
  };
  const assigned = assign([aRecord()], new Map([['crm|crm_id|u1', 'p']]));
  const { results, work } = upsertLeads(change, assigned, { ...nothing, leads: [lead] });

  expect(results).toEqual([{ lead, created: false }]);
  expect(work.changes?.leads).toEqual({ inserted: [], replaced: [] });
  expect(work.domainEvents).toEqual([]);
});

test('When a record changes a field of a lead, then the lead is replaced and the audit names it', () => {
  const lead = newLead(change, { product_id: 'analytics', person_id: 'p', source: 'crm' });
  const rules = new Map([
    [
      'analytics',
      {
        scoring_rules: {
          login_points: 5,
          email_engagement_multiplier: 1,
          qualification_threshold: 60,
          engaged_threshold: 20,
        },
        conversion_goals: [],
      },
    ],
  ]);
  const assigned = assign([aRecord({ lead: { temperature: 'hot' } })], new Map([['crm|crm_id|u1', 'p']]));
  const { work } = upsertLeads(change, assigned, { ...nothing, leads: [lead], rules });

  expect(work.changes?.leads?.replaced).toMatchObject([{ _id: lead._id, temperature: 'hot', version: 1 }]);
  expect(work.changes?.audit?.inserted).toMatchObject([
    { action: 'lead.updated', details: { fields: ['crm_user_id', 'temperature'] } },
  ]);
});
