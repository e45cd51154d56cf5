import fc from 'fast-check';
import { STAGES, type Stage } from '@lead-nurturing/contracts/leads/stage';
import { aLead, anEvent, aProduct } from '../support/builders';
import { domainEventsAbout } from '../support/domain-events';
import { leadTrackerWorld, type LeadTrackerWorld } from '../support/worlds/lead-tracker-world';

let world: LeadTrackerWorld;
beforeAll(async () => {
  world = await leadTrackerWorld();
  await world.api.put('/products/analytics', aProduct());
});

const rank = (stage: Stage) => STAGES.indexOf(stage);

/** Actions on a lead, in any order, also concurrently. */
const anAction = fc.oneof(
  fc.record({
    do: fc.constant('event' as const),
    event_type: fc.constantFrom('login', 'email_open', 'page_view', 'form_submit', 'bounced'),
    seconds_ago: fc.constantFrom(0, 0, 90, 3_600),
  }),
  fc.record({ do: fc.constant('convert' as const), seconds_ago: fc.constantFrom(0, 90) }),
  fc.record({ do: fc.constant('evaluate' as const) }),
  fc.record({ do: fc.constant('move' as const), stage: fc.constantFrom(...STAGES) }),
  fc.record({ do: fc.constant('back' as const), stage: fc.constantFrom(...STAGES) }),
);
type Action = typeof anAction extends fc.Arbitrary<infer One> ? One : never;

function act(id: string, action: Action) {
  const path = `/leads/${id}`;
  const happened = (seconds_ago: number, overrides: Parameters<typeof anEvent>[0]) => {
    const timestamp = new Date(world.clock.now().getTime() - seconds_ago * 1_000).toISOString();
    return world.api.post(`${path}/events`, anEvent({ channel: 'product', timestamp, ...overrides }));
  };
  if (action.do === 'event') return happened(action.seconds_ago, { event_type: action.event_type });
  if (action.do === 'convert')
    return happened(action.seconds_ago, { event_type: 'conversion', metadata: { name: 'subscription_started' } });
  if (action.do === 'evaluate') return world.api.post(`${path}/stage/evaluate`);
  const reason = action.do === 'back' ? { rollback_reason: 'mistake' } : {};
  return world.api.post(`${path}/stage`, { stage: action.stage, actor: 'ada', ...reason });
}

interface Move {
  from: Stage;
  to: Stage;
  reason: string | null;
  on_behalf_of: string | null;
}

/** The stage that the stored events after a time merit. */
async function meritedSince(lead_id: string, since: Date): Promise<Stage> {
  const events = await world.connection
    .collection('lead_events')
    .find({ lead_id, timestamp: { $gt: since } })
    .toArray();
  const score = events.reduce((sum, { score_hundredths }) => sum + Number(score_hundredths) / 100, 0);
  if (events.some(({ event_type }) => event_type === 'conversion')) return 'Customer';
  if (score >= 30) return 'Qualified_Lead';
  return score >= 10 || events.some(({ event_type }) => event_type === 'email_open') ? 'Engaged_Lead' : 'User';
}

test('Feature: lead-nurturing-automation, Property 2: Lead Stage Lifecycle Management', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(anAction, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), async (rounds) => {
      const { body: saved } = await world.api.post('/leads', aLead());
      const id = String(saved.lead.id);
      const steps = [...rounds.map((round) => [...round]), [{ do: 'evaluate' as const }]];
      for (const round of steps) {
        const answers = await Promise.all(round.map((action) => act(id, action)));
        for (const { status } of answers) expect([200, 201, 409]).toContain(status);
        world.clock.pass(60_000);
      }

      const { body: lead } = await world.api.get(`/leads/${id}`);
      const audit = await world.connection
        .collection('audit')
        .find({ lead_id: id, action: /^stage\./ })
        .sort({ _id: 1 })
        .toArray();
      const moves = audit.map((entry) => ({
        ...(entry.details as Move),
        action: entry.action as string,
        at: entry.at as Date,
        actor: entry.actor as string,
      }));

      // The moves form an unbroken chain from User to the lead's stage: forward one step at a time, back with a reason.
      expect(moves.reduce<Stage>((at, { from, to }) => (expect(from).toBe(at), to), 'User')).toBe(lead.stage);
      for (const { from, to, action, reason } of moves)
        if (action === 'stage.moved') expect([rank(to), reason]).toEqual([rank(from) + 1, null]);
        else expect([rank(to) < rank(from), reason]).toEqual([true, 'mistake']);
      for (const { at, actor } of moves) expect([at, actor]).toEqual([expect.any(Date), expect.stringMatching(/./)]);

      // Every move is published, in order.
      const overrides = await domainEventsAbout(world.connection, id, 'lead.stage_changed');
      expect(overrides.map(({ data }) => [data.from, data.to])).toEqual(moves.map(({ from, to }) => [from, to]));

      // After a rollback, evaluation moves the lead exactly as far as the events since the rollback merit.
      const last = moves.findLastIndex(({ action }) => action === 'stage.rolled_back');
      const merited = await meritedSince(id, moves[last]?.at ?? new Date(0));
      expect(rank(lead.stage)).toBeGreaterThanOrEqual(rank(merited));
      for (const { to, on_behalf_of } of moves.slice(last + 1))
        if (on_behalf_of === null) expect(rank(to)).toBeLessThanOrEqual(rank(merited));
    }),
    { numRuns: 100 },
  );
}, 240_000);
