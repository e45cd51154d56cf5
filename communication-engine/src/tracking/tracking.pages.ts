import type { Page } from '@lead-nurturing/service-kit/http/page';
import { notFoundPage } from '../html-page';
import type { TrackingService } from './tracking.service';

const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** Mail programs must not cache the answers, because a cached open or click would not be recorded. */
const fresh = { 'cache-control': 'no-store' };

/** Mail scanners check links with HEAD; such a request is not recorded. */
const SCANNER_METHOD = 'HEAD';

export const trackingPages = (tracking: TrackingService): Page[] => [
  {
    method: 'get',
    path: '/t/o/:token',
    operationId: 'trackOpen',
    summary: 'Load the pixel of a message, which records that it was opened',
    answers: { 200: 'A transparent image', 404: 'Not a valid link' },
    handle: async ({ method, params }) => {
      if (method !== SCANNER_METHOD) await tracking.opened(params.token ?? '');
      // Web mail loads the image from pages of its own origin.
      const headers = { ...fresh, 'content-type': 'image/gif', 'cross-origin-resource-policy': 'cross-origin' };
      return { status: 200, headers, body: PIXEL };
    },
  },
  {
    method: 'get',
    path: '/t/c/:token',
    operationId: 'trackClick',
    summary: 'Follow a link of a message, which records the click',
    answers: { 302: 'The address of the link', 404: 'Not a valid link' },
    handle: async ({ method, params }) => {
      const token = params.token ?? '';
      const url = await tracking.destination(token);
      if (url === null) return notFoundPage;
      if (method !== SCANNER_METHOD) await tracking.clicked(token);
      return { status: 302, headers: { ...fresh, location: new URL(url).href } };
    },
  },
];
