import { join } from 'node:path';
import { createObserver } from './smoke/observe.ts';
import { createChecks, report, type Check } from './smoke/checks.ts';
import { engageWithOneMail, FREQUENT_PEOPLE, LOGINS, sendLogins } from './smoke/people.ts';
import { launchSystem, temporaryEnvironment, type Launched } from './system/launch.ts';

const WITHIN_MS = 120_000;

async function checkStory(system: Launched, check: Check): Promise<void> {
  const observer = await createObserver(system);
  try {
    const people = await sendLogins(system.addresses.crm);
    await check('logins recorded', LOGINS, () => observer.events('login'));
    await check('leads', people, observer.leads);
    await check('leads moved to Engaged_Lead', FREQUENT_PEOPLE, () => observer.movesTo('Engaged_Lead'));
    await check('first e-mails in the inbox', FREQUENT_PEOPLE, observer.mails);
    let leadId = '';
    await check('an e-mail opened, the link in it clicked', 1, async () => {
      leadId = await engageWithOneMail(system, observer);
      return 1;
    });
    await check('e-mail opened, recorded', 1, () => observer.events('email_open', leadId));
    await check('link clicked, recorded', 1, () => observer.events('email_click', leadId));
    await check('score of the lead (3 logins, open, click)', 3 * 5 + 2 + 5, () => observer.score(leadId));
    await check('writes to the CRM: none', 0, observer.writesToCrm);
    await check('dead letters: none', 0, observer.deadLetters);
  } finally {
    await observer.close();
  }
}

/** Runs the whole system on free ports with temporary data and checks what logins lead to: leads, stages, e-mails, clicks. */
async function main(): Promise<void> {
  const temporary = await temporaryEnvironment();
  try {
    const system = await launchSystem(join(import.meta.dirname, '..'), temporary.env);
    const { check, done } = createChecks(WITHIN_MS);
    try {
      await checkStory(system, check).finally(() => system.stop());
    } finally {
      process.stdout.write(`\n${report(done)}\n`);
    }
    const failed = done.filter(({ isRight }) => !isRight);
    process.exitCode = failed.length === 0 ? 0 : 1;
    const verdict = failed.length === 0 ? 'All checks passed' : `Failed: ${failed.map(({ what }) => what).join(', ')}`;
    process.stdout.write(`${verdict}. The start took ${system.seconds.toFixed(1)} s.\n`);
  } finally {
    await temporary.remove();
  }
}

await main();
