import { eventually } from '../support/eventually';
import { queueStoresAreHere } from '../support/system/queue-stores';
import { queueWorld, type QueueWorld } from '../support/system/queue-world';

/** Installing n8n, where it is not in the cache yet, is part of the first start. */
const FIRST_START_MS = 900_000;
const SOON_MS = 90_000;

const isRun = queueStoresAreHere() || process.env.CI !== undefined;
const queueTest = isRun ? test : test.skip;
let world: QueueWorld;
beforeAll(async () => {
  if (isRun) world = await queueWorld();
}, FIRST_START_MS);

queueTest(
  'When n8n is main, webhook process and workers, then a login becomes a mail and its click a score, and workers do the work',
  async () => {
    const contact = await world.contact(0);
    await world.logIn(contact.id, 3);
    const mail = await eventually(() => world.mailTo(contact.email), SOON_MS);
    await world.openAndClick(mail);

    await eventually(async () => {
      expect(await world.leadOf(mail)).toMatchObject({ stage: 'Engaged_Lead', engagement_score: 22 });
    }, SOON_MS);
    expect(world.provisioned).toContain('Made 5 of 5 workflows');
    expect(world.deliveriesDone()).toBeGreaterThan(0);
    expect(await world.deadLetters()).toEqual([]);
  },
  300_000,
);

queueTest(
  'When a worker is killed in the middle of a delivery, then it is delivered again, nothing is sent twice, and somebody is told',
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
