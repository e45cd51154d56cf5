import { sign } from '@lead-nurturing/service-kit/webhooks/signature';
import { oneNode } from '../../support/engine/engine';
import { receive, secretOf, signed } from '../../support/engine/webhook';

describe.each([
  ['leadTrackerTrigger', ['lead.created', 'lead.scored']],
  ['communicationEngineTrigger', ['message.opened', 'message.failed']],
])('%s', (type, events) => {
  const workflow = oneNode(type, { events }, { webhookId: 'ln-test' });
  const secret = secretOf(workflow, 'Node');

  describe('a delivery', () => {
    const domainEvent = (type_: string | undefined, event_id: string) => ({
      ...{ event_id, type: type_, occurred_at: '2026-01-31T09:00:00.000Z', data: { lead_id: 'lead-1' } },
    });
    const bodyOf = (...list: unknown[]) => JSON.stringify({ subscription_id: 's-1', events: list });
    const body = bodyOf(domainEvent(events[0], '1'), domainEvent(events[1], '2'));
    const seconds = Math.floor(Date.now() / 1_000);

    test('When one signature of a delivery is made with the secret, then each domain event is an item', async () => {
      const timestamp = String(seconds);
      const signature = sign([`whsec_${'A'.repeat(32)}`, secret], { id: 'msg_1', timestamp, body });
      const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
      const { status, items } = await receive(workflow, 'Node', { headers, rawBody: body });
      expect(status).toBe(200);
      expect(items).toEqual([{ json: domainEvent(events[0], '1') }, { json: domainEvent(events[1], '2') }]);
    });

    test.each([
      ['has no signature', { headers: {}, rawBody: body }],
      ['is signed with another secret', signed(body, `whsec_${'A'.repeat(32)}`)],
      ['was changed after signing', { ...signed(body, secret), rawBody: bodyOf(domainEvent(events[0], '3')) }],
      ['is older than five minutes', signed(body, secret, seconds - 301)],
      ['is dated five minutes ahead', signed(body, secret, seconds + 302)],
      [
        'has a timestamp that is not a number',
        { ...signed(body, secret), headers: { ...signed(body, secret).headers, 'webhook-timestamp': 'now' } },
      ],
      [
        'has another id than the signed one',
        { ...signed(body, secret), headers: { ...signed(body, secret).headers, 'webhook-id': 'msg_2' } },
      ],
      [
        'has a signature of another length',
        { ...signed(body, secret), headers: { ...signed(body, secret).headers, 'webhook-signature': 'v1,0' } },
      ],
    ])('When a delivery %s, then it is answered 401 and nothing runs', async (_, request) => {
      expect(await receive(workflow, 'Node', request)).toEqual({ status: 401, items: undefined });
    });

    test('When a delivery is four minutes old, then it is accepted', async () => {
      expect((await receive(workflow, 'Node', signed(body, secret, seconds - 240))).items).toHaveLength(2);
    });

    test('When a delivery is signed for the published workflow, then the editor answers 401', async () => {
      expect(await receive(workflow, 'Node', signed(body, secret), 'manual')).toEqual({
        status: 401,
        items: undefined,
      });
    });

    test.each([
      ['no events', bodyOf()],
      [
        'only events that the node does not select',
        bodyOf(domainEvent('lead.erased', '1'), domainEvent(undefined, '2')),
      ],
      ['no list of events', JSON.stringify({ events: 'none' })],
    ])('When a delivery holds %s, then it is acknowledged and nothing runs', async (_, rawBody) => {
      expect(await receive(workflow, 'Node', signed(rawBody, secret))).toEqual({ status: 200, items: undefined });
    });

    test('When the node selects some of the events, then only those are items', async () => {
      const { items } = await receive(
        workflow,
        'Node',
        signed(bodyOf(domainEvent('other', '1'), domainEvent(events[1], '2')), secret),
      );
      expect(items).toEqual([{ json: domainEvent(events[1], '2') }]);
    });
  });
});
