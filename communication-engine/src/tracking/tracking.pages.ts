import type { Page } from '@lead-nurturing/service-kit/http/page';
import { notFoundPage } from '../html-page';
import type { Tracking } from './tracking.service';

const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** A mail program that keeps what it was answered would open a message or follow a link without our seeing it. */
const fresh = { 'cache-control': 'no-store' };

/** Looking at a link without following it is what scanners do. */
const LOOKING = 'HEAD';

export const trackingPages = (tracking: Tracking): Page[] => [
  {
    method: 'get',
    path: '/t/o/:token',
    operationId: 'trackOpen',
    summary: 'The pixel that tells of an opened message',
    answers: { 200: 'A picture', 404: 'Not a link of ours' },
    handle: async ({ method, params }) => {
      if (method !== LOOKING) await tracking.opened(params.token ?? '');
      // Web mail shows it on its own pages.
      const headers = { ...fresh, 'content-type': 'image/gif', 'cross-origin-resource-policy': 'cross-origin' };
      return { status: 200, headers, body: PIXEL };
    },
  },
  {
    method: 'get',
    path: '/t/c/:token',
    operationId: 'trackClick',
    summary: 'Follow a link of a message',
    answers: { 302: 'To where the link leads', 404: 'Not a link of ours' },
    handle: async ({ method, params }) => {
      const token = params.token ?? '';
      const url = await tracking.destination(token);
      if (url === null) return notFoundPage;
      if (method !== LOOKING) await tracking.clicked(token);
      return { status: 302, headers: { ...fresh, location: new URL(url).href } };
    },
  },
];
