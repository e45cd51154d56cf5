import { eventually } from '../support/eventually';
import { queueStoresAreHere } from '../support/system/queue-stores';
import { queueWorld, type QueueWorld } from '../support/system/queue-world';

/** The first start installs n8n when it is not in the cache. */
const FIRST_START_MS = 900_000;
const SOON_MS = 90_000;

const isRun = queueStoresAreHere() || process.env.CI !== undefined;
const queueTest = isRun ? test : test.skip;
let world: QueueWorld;
beforeAll(async () => {
  if (isRun) world = await queueWorld();
}, FIRST_START_MS);

queueTest(
  'When n8n runs in queue mode, then workers turn a login into an e-mail and a click into a score',
  async () => {
    const contact = await world.contact(0);
    await world.logIn(contact.id, 3);
    const mail = await eventually(() => world.mailTo(contact.email), SOON_MS);
    await world.openAndClick(mail);

    await eventually(async () => {
      expect(await world.leadOf(mail)).toMatchObject({ stage: 'Engaged_Lead', engagement_score: 22 });
    }, SOON_MS);
    expect(world.provisioned).toContain('Imported 5 of 5 workflows');
    expect(world.deliveriesDone()).toBeGreaterThan(0);
    expect(await world.deadLetters()).toEqual([]);
  },
  300_000,
);

queueTest(
  'When a worker is killed during a delivery, then it is redelivered, reported, and nothing is sent twice',
  async () => {
    const contacts = await Promise.all([1, 2, 3, 4, 5, 6].map((index) => world.contact(index)));
    const killed = world.killWorkerAtDelivery();
    for (const { id } of contacts) await world.logIn(id, 3);
    await killed;

    await eventually(async () => {
      for (const { email } of contacts) expect(await world.mailsTo(email)).toHaveLength(1);
      expect(await world.deadLetters()).toMatchObject([{ kind: 'workflow' }]);
    }, SOON_MS);
    for (const { email } of contacts) {
      const [mail] = await world.mailsTo(email);
      expect(await world.leadOf(mail!)).toMatchObject({ stage: 'Engaged_Lead', engagement_score: 15 });
      expect(await world.mailsTo(email)).toHaveLength(1);
    }
  },
  300_000,
);
