import { setTimeout as sleep } from 'node:timers/promises';
import type { DomainEvent } from '@lead-nurturing/contracts/webhooks/domain-event';
import { eventually } from '../../support/eventually';
import { uriOf } from '../../support/database';
import { aDomainEvent, kitWorld } from '../../support/worlds/kit-world';
import { startReceiver } from '../../support/doubles/receiver';
import { startService } from '../../support/system/service-process';

const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 2);
const LEADS = 12;

test(
  `When the delivering process is killed, then each event arrives in order (${String(ROUNDS)} rounds)`,
  async () => {
    const world = await kitWorld();
    const receiver = await startReceiver(async () => {
      await sleep(Math.random() * 30);
      return 200;
    });
    await world.subscribe(receiver);
    const start = () =>
      startService('lead-tracker', {
        MONGODB_URI: uriOf(world.connection),
        OUTGOING_ALLOW_PRIVATE: new URL(receiver.url).host,
      });
    const overrides = new Map<string, number>();

    const publishSome = async () => {
      const leads = Array.from({ length: 5 }, () => `lead-${String(Math.floor(Math.random() * LEADS))}`);
      const domainEvents = leads.map((subject) => {
        const lead_seq = (overrides.get(subject) ?? 0) + 1;
        overrides.set(subject, lead_seq);
        return aDomainEvent({ subject, lead_seq });
      });
      await world.publish(domainEvents);
    };

    for (let round = 0; round < ROUNDS; round += 1) {
      const service = await start();
      const seen = receiver.deliveries.length;
      const publishing = (async () => {
        for (let n = 0; n < 60; n += 1) await publishSome();
      })();
      await eventually(async () => expect(receiver.deliveries.length).toBeGreaterThan(seen));
      await sleep(Math.random() * 400);
      await service.kill('SIGKILL');
      await publishing;
      // Ends all leases at once, as ten seconds without a renewal do.
      await world.connection.collection('leases').updateMany({}, { $set: { held_until: new Date(0) } });
    }

    const service = await start();
    const first = () => {
      const arrived = new Map<string, DomainEvent>();
      for (const domainEvent of receiver.taken())
        if (!arrived.has(domainEvent.event_id)) arrived.set(domainEvent.event_id, domainEvent);
      return [...arrived.values()];
    };
    await eventually(async () => expect(first()).toHaveLength(ROUNDS * 60 * 5), 30_000);
    await service.kill('SIGTERM');

    for (const [lead, last] of overrides) {
      const seqs = first().flatMap(({ data, lead_seq }) => (data.lead_id === lead ? [lead_seq] : []));
      expect(seqs).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    }
    expect((await world.api.get('/dead-letters')).body.items).toEqual([]);
  },
  60_000 + ROUNDS * 15_000,
);
