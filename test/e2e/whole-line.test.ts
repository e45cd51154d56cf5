import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { systemWorld, type SystemWorld } from '../support/system/system-world';

const BROWSER = '/usr/bin/chromium';
/** The first start installs n8n when it is not in the cache. */
const FIRST_START_MS = 900_000;
const SOON_MS = 90_000;

let world: SystemWorld;
beforeAll(async () => {
  world = await systemWorld();
}, FIRST_START_MS);

test('When a person logs in three times, then the lead gets an e-mail, and clicks raise the score', async () => {
  const contact = await world.contact(0);
  const before = await world.crmFingerprint();
  await world.logIn(contact.id, 3);

  const mail = await eventually(() => world.mailTo(contact.email), SOON_MS);
  expect(mail.html).toContain('/unsubscribe/');
  const lead = await world.leadOf(mail);
  expect(lead).toMatchObject({ stage: 'Engaged_Lead', engagement_score: 15, contact_info: { email: contact.email } });

  await world.openAndClick(mail);
  await eventually(async () => {
    const { engagement_score } = await world.leadOf(mail);
    expect(engagement_score).toBe(22);
  }, SOON_MS);

  await world.logIn(contact.id, 4);
  await eventually(async () => {
    const { stage } = await world.leadOf(mail);
    expect(stage).toBe('Qualified_Lead');
  }, SOON_MS);
  expect(await world.crmFingerprint()).toBe(before);
  expect(new Set(await world.crmMethods())).toEqual(new Set(['GET']));
}, 300_000);

test('When n8n is killed, then it is restarted and logins of that time lead to exactly one e-mail', async () => {
  const contact = await world.contact(1);
  await world.killN8n();
  await world.logIn(contact.id, 3);

  const mail = await eventually(() => world.mailTo(contact.email), 180_000);
  expect((await world.leadOf(mail)).engagement_score).toBe(15);
  expect(await world.mailsTo(contact.email)).toHaveLength(1);
}, 300_000);

test('When the Lead Tracker is killed, then it is restarted and no login is lost or counted twice', async () => {
  const contact = await world.contact(2);
  await world.logIn(contact.id, 2);
  await world.killLeadTracker();
  await world.logIn(contact.id, 1);

  const mail = await eventually(() => world.mailTo(contact.email), 180_000);
  expect((await world.leadOf(mail)).engagement_score).toBe(15);
}, 300_000);

async function expectInEditor(page: Page, { id, nodes }: { id: string; nodes: string[] }): Promise<void> {
  await page.goto(`${world.addresses.n8n}/workflow/${id}`);
  await page.waitForSelector('.vue-flow__node', { timeout: 60_000 });
  const text = await page.locator('body').innerText();
  expect(nodes.filter((name) => !text.includes(name))).toEqual([]);
  expect(text).not.toContain('Install this node');
  expect(text).toContain('Published');
}

const inBrowser = existsSync(BROWSER) || process.env.CI ? test : test.skip;

inBrowser(
  'When the owner opens the editor, then every workflow is published and shows our nodes',
  async () => {
    const browser = await chromium.launch({
      executablePath: BROWSER,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    try {
      const context = await browser.newContext();
      await context.request.post(`${world.addresses.n8n}/rest/login`, { data: world.ownerLogin });
      const page = await context.newPage();
      for (const workflow of world.workflows()) await expectInEditor(page, workflow);
    } finally {
      await browser.close();
    }
  },
  300_000,
);

test('When the system restarts, then it continues and reports a workflow that was edited in n8n', async () => {
  const contact = await world.contact(0);
  const mails = (await world.mailsTo(contact.email)).length;
  const edited = await world.editWorkflow('lnErrorHandler01');
  expect(await world.restart()).toBe(0);

  expect(world.drift()).toEqual([expect.stringContaining(edited.name)]);
  expect(await world.nodeNote('lnErrorHandler01')).toBe(edited.note);
  expect(await world.mailsTo(contact.email)).toHaveLength(mails);

  const late = await world.contact(3);
  await world.logIn(late.id, 3);
  await eventually(() => world.mailTo(late.email), SOON_MS);
}, 400_000);

test('When parts were killed and the system restarted, then no log holds personal data', async () => {
  const personal = (await world.contacts()).flatMap(({ email, full_name, phone }) => [email, full_name, phone]);
  const logs = world.logs();

  const parts = ['communication-engine.log', 'crm.log', 'inbox.log', 'lead-tracker.log', 'mongod.log', 'n8n.log'];
  expect(Object.keys(logs)).toEqual(expect.arrayContaining(parts));
  const leaks = Object.entries(logs).flatMap(([name, log]) =>
    log
      .split('\n')
      .filter((line) => personal.some((value) => line.includes(value)))
      .map((line) => `${name}: ${line.slice(0, 500)}`),
  );
  expect(leaks).toEqual([]);
});
