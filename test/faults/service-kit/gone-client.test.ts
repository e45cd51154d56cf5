import { setTimeout as sleep } from 'node:timers/promises';
import { onFinish } from '../../support/finish';
import { BODY, key, running } from '../../support/system/lead-tracker-process';

test('When a client disconnects during its request, then the process ends after the request', async () => {
  const { child, exited, port, connection } = await running();
  const headers = { 'x-api-key': key, 'content-type': 'application/json' };
  const made = await fetch(`http://127.0.0.1:${port}/leads`, { method: 'POST', headers, body: BODY });
  const { lead } = (await made.json()) as { lead: { id: string } };
  const leads = connection.collection<{ _id: string }>('leads');
  const session = await connection.startSession();
  onFinish(() => session.endSession());
  // While another transaction holds the lead, the request cannot finish.
  session.startTransaction();
  await leads.updateOne({ _id: lead.id }, { $set: { held: true } }, { session });
  const leaving = new AbortController();
  const put = { method: 'PUT', headers, body: '{"name":"Ada"}', signal: leaving.signal };
  const asked = fetch(`http://127.0.0.1:${port}/leads/${lead.id}`, put);
  setTimeout(() => leaving.abort(), 300);
  await expect(asked).rejects.toThrow();

  child.kill('SIGTERM');
  await sleep(500);
  await session.abortTransaction();
  const { code, out } = await exited;
  expect([code, out.includes('"stopped"')]).toEqual([0, true]);
  expect(out).not.toMatch(/unexpected error|does not answer/);
  const people = connection.collection<{ name: string }>('people');
  expect(await people.countDocuments({ name: 'Ada' })).toBe(1);
});
