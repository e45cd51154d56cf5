import fc from 'fast-check';
import { STAGES } from '@lead-nurturing/contracts/leads/stage';
import { EVENT_TYPES } from '@lead-nurturing/contracts/leads/event';
import { hundredthsFor } from '@lead-nurturing/lead-tracker/scores/score';
import { freshEvidence, isBefore, mayFollow, stageMerited, stepsTo } from '@lead-nurturing/lead-tracker/stages/stage';

const rules = { login_points: 5, email_engagement_multiplier: 2, qualification_threshold: 60, engaged_threshold: 20 };
const nothing = { score_hundredths: 0, score_hundredths_at_rollback: null, engaged_at: null, converted_at: null };
const then = new Date('2026-01-01');
const aStage = fc.constantFrom(...STAGES);

test.each([
  [nothing, 'User'],
  [{ ...nothing, score_hundredths: 1_999 }, 'User'],
  [{ ...nothing, score_hundredths: 2_000 }, 'Engaged_Lead'],
  [{ ...nothing, engaged_at: then }, 'Engaged_Lead'],
  [{ ...nothing, score_hundredths: 6_000 }, 'Qualified_Lead'],
  [{ ...nothing, converted_at: then }, 'Customer'],
  [{ ...nothing, score_hundredths: 11_999, score_hundredths_at_rollback: 6_000 }, 'Engaged_Lead'],
  [{ ...nothing, score_hundredths: 12_000, score_hundredths_at_rollback: 6_000 }, 'Qualified_Lead'],
  [{ score_hundredths: 9_900, ...freshEvidence(9_900, then) }, 'User'],
])('When the evidence is %j, then the stage merited is %s', (evidence, stage) => {
  expect(stageMerited(evidence, rules)).toBe(stage);
});

test('When a lead moves from any stage to any other, then there is one step at a time, and none back', () => {
  fc.assert(
    fc.property(aStage, aStage, (from, to) => {
      const steps = stepsTo(from, to);
      expect(steps.every((stage, index) => mayFollow(steps[index - 1] ?? from, stage))).toBe(true);
      expect(steps.at(-1)).toBe(isBefore(from, to) ? to : undefined);
    }),
  );
});

test('When evidence grows, then the merited stage never falls', () => {
  const evidence = fc.record({
    score_hundredths: fc.integer({ min: 0, max: 10_000 }),
    score_hundredths_at_rollback: fc.option(fc.integer({ min: 0, max: 10_000 })),
    engaged_at: fc.option(fc.constant(then)),
    converted_at: fc.option(fc.constant(then)),
  });
  fc.assert(
    fc.property(evidence, fc.nat(5_000), (before, more) => {
      const after = { ...before, score_hundredths: before.score_hundredths + more, engaged_at: then };
      expect(isBefore(stageMerited(after, rules), stageMerited(before, rules))).toBe(false);
    }),
  );
});

test('When an event is scored, then the product’s rules apply and no event subtracts points', () => {
  expect([
    hundredthsFor('login', rules),
    hundredthsFor('email_open', rules),
    hundredthsFor('email_click', rules),
  ]).toEqual([500, 400, 1_000]);
  expect(hundredthsFor('chatbot_interaction', rules)).toBe(
    hundredthsFor('chatbot_interaction', { ...rules, email_engagement_multiplier: 9 }),
  );
  expect(EVENT_TYPES.every((type) => hundredthsFor(type, rules) >= 0)).toBe(true);
});

test('When a stage is not the next one, then no lead may move there by hand', () => {
  const followers = STAGES.map((from) => STAGES.filter((to) => mayFollow(from, to)));
  expect(followers).toEqual([['Engaged_Lead'], ['Qualified_Lead'], ['Customer'], []]);
});
