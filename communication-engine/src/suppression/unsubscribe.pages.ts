import type { Page } from '@lead-nurturing/service-kit/http/page';
import { notFoundPage } from '../html-page';
import { askToUnsubscribe, unsubscribed } from './unsubscribe-page';
import type { Unsubscribing } from './unsubscribe.service';

const path = '/unsubscribe/:token';

export const unsubscribePages = (unsubscribing: Unsubscribing, sender: string): Page[] => [
  {
    method: 'get',
    path,
    operationId: 'askToUnsubscribe',
    summary: 'Ask whether to unsubscribe; asking changes nothing',
    answers: { 200: 'A page', 404: 'Not a link of ours' },
    handle: async ({ params }) => {
      const email = await unsubscribing.addressOf(params.token ?? '');
      return email === null ? notFoundPage : askToUnsubscribe({ sender, email });
    },
  },
  {
    method: 'post',
    path,
    operationId: 'unsubscribe',
    summary: "Unsubscribe: the page's button, and the one click of mail programs (RFC 8058)",
    answers: { 200: 'A page', 404: 'Not a link of ours' },
    handle: async ({ params }) => {
      const email = await unsubscribing.unsubscribe(params.token ?? '');
      return email === null ? notFoundPage : unsubscribed({ sender, email });
    },
  },
];
