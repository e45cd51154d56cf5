import fc from 'fast-check';
import { malformed, someLogins } from '../support/arbitraries';
import { aProduct } from '../support/builders';
import { leadTrackerWorld, type LeadTrackerWorld } from '../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
  await world.api.put('/products/desk', aProduct({ scoring_rules: { login_points: 3 } }));
});

const POINTS: Record<string, number> = { analytics: 5, desk: 3, 'not-configured': 5 };

let runs = 0;

/** Pages as a poller reads them: in any order, overlapping, some of them twice. */
const inPages = fc.record({
  logins: someLogins,
  noise: fc.array(malformed, { maxLength: 4 }),
  pageSize: fc.integer({ min: 1, max: 12 }),
  overlap: fc.integer({ min: 0, max: 3 }),
  again: fc.boolean(),
});

test('Feature: lead-nurturing-automation, Property 1: Complete Data Ingestion', async () => {
  await fc.assert(
    fc.asyncProperty(inPages, async ({ logins, noise, pageSize, overlap, again }) => {
      const source = `run-${String((runs += 1))}`;
      const records = [...logins, ...noise];
      let cursor: string | null = null;
      for (let from = 0; from < records.length; from += pageSize) {
        const to = `at-${String(from)}`;
        const page = {
          source,
          cursor: { from: cursor, to },
          records: records.slice(Math.max(0, from - overlap), from + pageSize),
        };
        const { status, body } = await world.api.post('/ingestion/logins', page);
        expect([status, body.cursor]).toEqual([200, to]);
        if (again) expect((await world.api.post('/ingestion/logins', page)).body).toEqual(body);
        cursor = to;
      }

      const stored = await world.connection
        .collection('lead_events')
        .find({ idempotency_key: { $in: logins.map(({ login_id }) => `login:${source}:${login_id}`) } })
        .toArray();
      expect(stored).toHaveLength(logins.length);
      const leads = await leadsOf(stored);
      for (const login of logins) expectCaptured(login, stored, leads);
      const kept = await world.connection.collection('quarantine').find({ source }).toArray();
      expect(new Set(kept.map(({ record }) => JSON.stringify(record)))).toEqual(
        new Set(noise.map((record) => JSON.stringify(record))),
      );
    }),
    { numRuns: 100 },
  );
}, 240_000);

type Login = typeof someLogins extends fc.Arbitrary<(infer One)[]> ? One : never;

type Lead = Record<string, unknown> & { id: string };

/** Each lead as the API answers it, by its id, with the number of its events. */
async function leadsOf(events: readonly Record<string, unknown>[]): Promise<Map<unknown, Lead & { events: number }>> {
  const ids = [...new Set(events.map(({ lead_id }) => lead_id))];
  const answers = await Promise.all(ids.map((id) => world.api.get(`/leads/${String(id)}`)));
  const all = await world.connection
    .collection('lead_events')
    .find({ lead_id: { $in: ids } })
    .toArray();
  return new Map(
    answers.map(({ body }) => {
      const lead = body as Lead;
      return [lead.id, { ...lead, events: all.filter(({ lead_id }) => lead_id === lead.id).length }];
    }),
  );
}

function expectCaptured(
  login: Login,
  stored: readonly Record<string, unknown>[],
  leads: Awaited<ReturnType<typeof leadsOf>>,
): void {
  const event = stored.find(({ metadata }) => (metadata as { login_id: string }).login_id === login.login_id);
  expect(event).toMatchObject({
    event_type: 'login',
    channel: 'product',
    timestamp: new Date(login.occurred_at),
    metadata: { organization: login.organization },
    score_hundredths: (POINTS[login.product_id] ?? NaN) * 100,
  });
  const { user } = login;
  const lead = leads.get(event?.lead_id);
  expect(lead).toMatchObject({
    product_id: login.product_id,
    crm_user_id: user.crm_user_id,
    name: user.name?.trim() ?? null,
    contact_info: { email: user.contact_info.email, preferred_channel: user.contact_info.preferred_channel },
    demographics: user.demographics ?? {},
    timezone: user.timezone ?? null,
    locale: user.locale ?? null,
    engagement_score: (lead?.events ?? NaN) * (POINTS[login.product_id] ?? NaN),
  });
}
