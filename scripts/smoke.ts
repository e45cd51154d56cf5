import { join } from 'node:path';
import { createObserver } from './smoke/observe.ts';
import { createChecks, report, type Check } from './smoke/checks.ts';
import { EAGER, LOGINS, sendLogins } from './smoke/logins.ts';
import { engageWithOneMail } from './smoke/engage.ts';
import { launchSystem, throwAwayPlace, type Launched } from './system/launch.ts';

/** The whole story once, on free ports with throw-away data: logins in; leads, stages, mails, engagement out. */
const WITHIN_MS = 120_000;

async function story(system: Launched, check: Check): Promise<void> {
  const observer = await createObserver(system);
  try {
    const people = await sendLogins(system.addresses.crm);
    await check('logins recorded', LOGINS, () => observer.events('login'));
    await check('leads', people, observer.leads);
    await check('leads moved to Engaged_Lead', EAGER, () => observer.movesTo('Engaged_Lead'));
    await check('first e-mails in the inbox', EAGER, observer.mails);
    let leadId = '';
    await check('an e-mail opened, its link clicked', 1, async () => {
      leadId = await engageWithOneMail(system, observer);
      return 1;
    });
    await check('e-mail opened, recorded', 1, () => observer.events('email_open', leadId));
    await check('link clicked, recorded', 1, () => observer.events('email_click', leadId));
    await check('its score (3 logins, open, click)', 3 * 5 + 2 + 5, () => observer.score(leadId));
    await check('writes to the CRM: none', 0, observer.writesToCrm);
    await check('dead letters: none', 0, observer.deadLetters);
  } finally {
    await observer.close();
  }
}

async function main(): Promise<void> {
  const place = await throwAwayPlace();
  try {
    const system = await launchSystem(join(import.meta.dirname, '..'), place.env);
    const { check, done } = createChecks(WITHIN_MS);
    try {
      await story(system, check).finally(() => system.stop());
    } finally {
      process.stdout.write(`\n${report(done)}\n`);
    }
    const wrong = done.filter(({ isRight }) => !isRight);
    process.exitCode = wrong.length === 0 ? 0 : 1;
    const verdict = wrong.length === 0 ? 'All as it should be' : `Failed: ${wrong.map(({ what }) => what).join(', ')}`;
    process.stdout.write(`${verdict}. The start took ${system.seconds.toFixed(1)} s.\n`);
  } finally {
    await place.remove();
  }
}

await main();
