import { accept, statusOf, untilStatus } from '../../../support/worlds/communication-engine-sending';
import {
  aTemplate,
  communicationEngineWorld,
  providerDouble,
} from '../../../support/worlds/communication-engine-world';

test('When some messages of a batch fail, are skipped or slow, then the others are submitted', async () => {
  const double = providerDouble();
  const released: string[] = [];
  const slow = Promise.withResolvers<undefined>();
  const world = await communicationEngineWorld({
    provider: {
      ...double,
      prepare: async (message) => {
        await onTheWay[message.to.address]?.(message.id);
        const prepared = await double.prepare(message);
        return { ...prepared, release: () => void released.push(message.id) };
      },
    },
  });
  const stored = world.connection.collection<{ _id: string; address_hash: string; claim: string; status: string }>(
    'messages',
  );
  const onTheWay: Record<string, (id: string) => Promise<unknown>> = {
    'slow@example.com': () => slow.promise,
    'broken@example.com': () => Promise.reject(new Error('a bug with this one')),
    'taken@example.com': (id) =>
      stored.updateOne({ _id: id }, { $set: { claim: 'somebody else', status: 'submitting' } }),
    'left@example.com': async (id) => {
      const { address_hash } = (await stored.findOne({ _id: id }))!;
      const suppression = {
        company_id: 'acme',
        channel: 'email',
        address_hash,
        reason: 'unsubscribed',
        message_id: id,
      };
      return world.connection.collection('suppressions').insertOne({ ...suppression, created_at: new Date() });
    },
  };
  await world.api.post('/templates', aTemplate());
  const addresses = ['a', 'taken', 'b', 'left', 'c', 'broken', 'slow'].map((name) => `${name}@example.com`);
  const ids = await Promise.all(addresses.map((email) => accept(world, { recipient: { email } })));

  world.start();

  for (const id of [ids[0]!, ids[2]!, ids[4]!]) await untilStatus(world, id, 'submitted');
  await untilStatus(world, ids[3]!, 'skipped');
  expect(await statusOf(world, ids[1]!)).toMatchObject({ status: 'submitting', attempts: 0 });
  expect(await statusOf(world, ids[5]!)).toMatchObject({ status: 'queued', attempts: 0 });
  expect(double.submitted).toHaveLength(3);
  slow.resolve(undefined);
  await untilStatus(world, ids[6]!, 'submitted');
  expect(released).toEqual(expect.arrayContaining([ids[1], ids[3]]));
});
