import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import { createObserver } from './smoke/observe.ts';
import { EAGER, LOGINS, sendLogins } from './smoke/logins.ts';
import { engageWithOneMail } from './smoke/engage.ts';
import { launchSystem, throwAwayPlace, type Launched } from './system/launch.ts';

/** The whole story once, on free ports with throw-away data: logins in; leads, stages, mails, engagement out. */
const WITHIN_MS = 120_000;

interface Check {
  what: string;
  expected: number;
  seen: () => Promise<number>;
}

interface Checked extends Omit<Check, 'seen'> {
  seen: number;
  seconds: number;
}

async function until({ what, expected, seen }: Check, began: number): Promise<Checked> {
  for (;;) {
    const now = await seen();
    const ms = performance.now() - began;
    if (now >= expected || ms > WITHIN_MS) return { what, expected, seen: now, seconds: ms / 1_000 };
    await sleep(250);
  }
}

async function story(system: Launched): Promise<Checked[]> {
  const observer = await createObserver(system);
  const began = performance.now();
  const done: Checked[] = [];
  const check = async (what: string, expected: number, seen: () => Promise<number>) => {
    done.push(await until({ what, expected, seen }, began));
  };
  try {
    const people = await sendLogins(system.addresses.crm);
    await check('logins recorded', LOGINS, () => observer.events('login'));
    await check('leads', people, observer.leads);
    await check('leads moved to Engaged_Lead', EAGER, () => observer.movesTo('Engaged_Lead'));
    await check('first e-mails in the inbox', EAGER, observer.mails);
    const leadId = await engageWithOneMail(system, observer);
    await check('e-mail opened, recorded', 1, () => observer.events('email_open', leadId));
    await check('link clicked, recorded', 1, () => observer.events('email_click', leadId));
    await check('its score (3 logins, open, click)', 3 * 5 + 2 + 5, () => observer.score(leadId));
    await check('writes to the CRM: none', 0, observer.writesToCrm);
    await check('dead letters: none', 0, observer.deadLetters);
  } finally {
    await observer.close();
  }
  return done;
}

const isRight = ({ what, expected, seen }: Checked) => (what.endsWith('none') ? seen === 0 : seen === expected);

function show(checks: readonly Checked[]): void {
  const table = new Table({ head: ['', 'expected', 'seen', 'after s', ''], style: { head: [], border: [] } });
  for (const checked of checks)
    table.push([
      checked.what,
      checked.expected,
      checked.seen,
      checked.seconds.toFixed(1),
      isRight(checked) ? 'ok' : 'WRONG',
    ]);
  process.stdout.write(`\n${table.toString()}\n`);
}

async function main(): Promise<void> {
  const place = await throwAwayPlace();
  try {
    const system = await launchSystem(join(import.meta.dirname, '..'), place.env);
    const checks = await story(system).finally(() => system.stop());
    show(checks);
    const wrong = checks.filter((checked) => !isRight(checked));
    process.exitCode = wrong.length === 0 ? 0 : 1;
    const verdict = wrong.length === 0 ? 'All as it should be' : `Failed: ${wrong.map(({ what }) => what).join(', ')}`;
    process.stdout.write(`${verdict}. The start took ${system.seconds.toFixed(1)} s.\n`);
  } finally {
    await place.remove();
  }
}

await main();
