import fc from 'fast-check';
import { ScoringRules as RulesInput } from '@lead-nurturing/contracts/products/scoring-rules';
import { newLead, recordEvent, scoresPublished } from '@lead-nurturing/lead-tracker/leads/lead';
import { completeRules } from '@lead-nurturing/lead-tracker/products/rules';
import { multiplied, toHundredths, toPoints } from '@lead-nurturing/lead-tracker/scores/score';
import { stageMerited } from '@lead-nurturing/lead-tracker/stages/stage';

const now = new Date('2026-03-02T09:00:00Z');
const change = { company: 'acme', actor: 'test', now, newId: () => 'id' };
const lead = newLead(change, { product_id: 'p', person_id: 'h', source: 'api' });
const event = (event_type: 'login' | 'email_open' | 'email_click' | 'form_submit') => ({
  event_type,
  channel: 'product' as const,
  timestamp: now,
  metadata: {},
  idempotency_key: 'k',
});

/** The lead and the recorded events after events of these types. */
function after(types: readonly Parameters<typeof event>[0][], scoring_rules: ReturnType<typeof completeRules>) {
  const rules = { scoring_rules, conversion_goals: [] };
  return types.reduce(
    ({ lead: before, ledger, events }, type) => {
      const recorded = recordEvent(change, before, event(type), rules);
      return {
        lead: recorded.lead,
        ledger: [...ledger, ...(recorded.work.changes?.ledger?.inserted ?? [])],
        events: [...events, recorded.event],
      };
    },
    { lead, ledger: [] as { hundredths: number }[], events: [] as ReturnType<typeof recordEvent>['event'][] },
  );
}

test('When ten logins are worth 0.1 each, then the score is 1 and a threshold of 1 is reached', () => {
  const rules = completeRules(RulesInput.parse({ login_points: 0.1, qualification_threshold: 1 }));
  const { lead: scored } = after(Array(10).fill('login'), rules);

  expect(toPoints(scored.score_hundredths)).toBe(1);
  expect(stageMerited(scored, rules)).toBe('Qualified_Lead');
});

test('When events are scored with any valid rules, then the ledger’s sum is exactly the score', () => {
  const points = (most: number) => fc.integer({ min: 0, max: most * 100 }).map((hundredths) => hundredths / 100);
  const types = fc.array(fc.constantFrom('login', 'email_open', 'email_click', 'form_submit'), { maxLength: 60 });
  fc.assert(
    fc.property(types, points(1_000), points(100), (all, login_points, email_engagement_multiplier) => {
      const rules = completeRules(RulesInput.parse({ login_points, email_engagement_multiplier }));
      const { lead: scored, ledger, events } = after(all, rules);
      const expected = all.reduce((sum, type) => {
        const base = { login: login_points, email_open: 2, email_click: 5, form_submit: 8 }[type];
        return sum + Math.round(base * (type.startsWith('email') ? email_engagement_multiplier : 1) * 100);
      }, 0);

      expect(ledger.reduce((sum, { hundredths }) => sum + hundredths, 0)).toBe(scored.score_hundredths);
      expect(scored.score_hundredths).toBe(expected);
      const [domainEvent] = scoresPublished([scored], events, now).domainEvents ?? [];
      expect(JSON.stringify(domainEvent?.data ?? { engagement_score: 0, score_change: 0 })).not.toMatch(/\.\d{3}/);
    }),
  );
});

test('When hundredths are multiplied, then the result is rounded once, half away from zero', () => {
  expect([
    multiplied(1, 0.5),
    multiplied(-1, 0.5),
    multiplied(1, 0.49),
    multiplied(3, 1.5),
    multiplied(200, 1.25),
  ]).toEqual([1, -1, 0, 5, 250]);
});

test('When points have two decimals, then converting to hundredths and back keeps them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (hundredths) => {
      expect(toHundredths(toPoints(hundredths))).toBe(hundredths);
      expect(RulesInput.safeParse({ qualification_threshold: Math.max(1, hundredths) / 100 }).success).toBe(true);
    }),
  );
});

test.each([
  { login_points: 0.001 },
  { email_engagement_multiplier: 1.005 },
  { qualification_threshold: 33.333 },
  { engaged_threshold: 1e-7 },
])('When rules have more than two decimals, as in %j, then they are refused', (rules) => {
  expect(RulesInput.safeParse(rules).success).toBe(false);
});

test.each([
  [60, 20],
  [40, 13.33],
  [0.01, 0.01],
])('When only a qualification threshold of %d is set, then the engaged threshold is %d', (qualification, engaged) => {
  const { engaged_threshold } = completeRules(RulesInput.parse({ qualification_threshold: qualification }));

  expect(engaged_threshold).toBe(engaged);
});
