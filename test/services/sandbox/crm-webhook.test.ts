import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { crmWorld } from '../../support/worlds/crm-world';

let receiver: Server;
afterEach(() => {
  receiver.closeAllConnections();
  receiver.close();
});

test('When a login is added, then the webhook posts it signed and repeats a failed post', async () => {
  const crm = await crmWorld();
  const deliveries: { body: string; timestamp: string; signature: string }[] = [];
  receiver = createServer(async (request, response) => {
    const header = (name: string) => String(request.headers[name]);
    const body = await text(request);
    deliveries.push({ body, timestamp: header('x-crm-timestamp'), signature: header('x-crm-signature') });
    response.writeHead(deliveries.length === 1 ? 500 : 204).end();
    if (deliveries.length === 3) receiver.emit('all');
  }).listen(0);
  const secret = 'a webhook secret of some length';
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/crm`;
  await crm.agent.put('/sandbox/webhook').send({ url, secret }).expect(204);

  const all = once(receiver, 'all');
  const [first, second] = await crm.addLogins({ count: 2 });
  await all;

  expect(deliveries.map(({ body }) => JSON.parse(body))).toEqual(
    [first, first, second].map((data) => ({ type: 'contact.login', data })),
  );
  for (const { body, timestamp, signature } of deliveries)
    expect(signature).toBe(`sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`);
});
