import { decide, type Found } from '../../../../scripts/n8n/provisioning/drift';

const released = 'hash of the live version';
const earlier = 'hash of the version before';
const theirs = 'hash of the version that a user edited';
const known = { sha256: earlier, published: true };
const upToDate = { sha256: released, published: true };
const neverPublished = { sha256: released, published: false };
const leave = { action: 'leave', drift: [] };

const found = (sha256: string, live: Found['live'] = 'this'): Found => ({ sha256, live });

describe('When n8n has the live version of a workflow', () => {
  test('and it runs, then nothing is done', () => {
    expect(decide(released, found(released), upToDate)).toEqual(leave);
  });

  test('and it was imported but never published, then it is published', () => {
    expect(decide(released, found(released, 'none'), neverPublished)).toEqual({ action: 'publish', drift: [] });
  });

  test('and our record of it is lost, then it is published unless it runs', () => {
    expect(decide(released, found(released, 'none'), undefined)).toEqual({ action: 'publish', drift: [] });
    expect(decide(released, found(released), undefined)).toEqual(leave);
  });

  test('and another version runs, then the live version is published', () => {
    expect(decide(released, found(released, 'other'), known)).toEqual({ action: 'publish', drift: [] });
  });

  test('and a user unpublished it, then it stays so and is reported', () => {
    expect(decide(released, found(released, 'none'), upToDate)).toEqual({ action: 'leave', drift: ['unpublished'] });
  });
});

describe('When n8n has the version that was applied last, and a newer one is live', () => {
  test('then the workflow is updated', () => {
    expect(decide(released, found(earlier), known)).toEqual({ action: 'update', drift: [] });
  });

  test('and it was never published, then it is updated, too', () => {
    const decision = decide(released, found(earlier, 'none'), { ...known, published: false });
    expect(decision).toEqual({ action: 'update', drift: [] });
  });

  test('and a user unpublished it, then it stays so and is reported', () => {
    expect(decide(released, found(earlier, 'none'), known)).toEqual({ action: 'leave', drift: ['unpublished'] });
  });
});

describe('When a user edited a workflow in n8n', () => {
  test.each(['this', 'other', 'none'] as const)(
    'and %s version is live, then it stays as it is and is reported',
    (live) => {
      const { action, drift } = decide(released, found(theirs, live), upToDate);
      expect({ action, first: drift[0] }).toEqual({ action: 'leave', first: 'edited' });
    },
  );

  test('and unpublished it, then both changes are reported', () => {
    expect(decide(released, found(theirs, 'none'), upToDate).drift).toEqual(['edited', 'unpublished']);
  });

  test('and our record of it is lost, then it counts as edited', () => {
    expect(decide(released, found(theirs), undefined)).toEqual({ action: 'leave', drift: ['edited'] });
  });
});

test('When a user deleted a workflow in n8n, then it stays deleted, which is reported', () => {
  expect(decide(released, undefined, upToDate)).toEqual({ action: 'leave', drift: ['deleted'] });
});
