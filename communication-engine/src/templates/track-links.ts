import { load } from 'cheerio';
import type { MessageLinks } from '../links/message-links';
import { Unrenderable } from './unrenderable';

/** E-mail HTML keeps its doctype, conditional comments for Outlook and fragments as the template wrote them. */
const AS_WRITTEN = { xml: { xmlMode: false, encodeEntities: 'utf8', emptyAttrs: true } } as const;

/** Maximum different links in one message; a digest has about a hundred. */
const MAX_LINKS = 500;

/** Schemes that a link in an e-mail may have; the `href` of any other link is removed. */
const isHarmless = (href: string) => /^(https?:|mailto:|tel:|#)/i.test(href);

const isTrackable = (url: string) => /^https?:\/\//i.test(url) && URL.canParse(url);

/**
 * Replaces each web link by its click address (equal links share one index), and appends the open pixel. Returns the
 * new HTML and the original addresses by index. Throws `Unrenderable` beyond {@link MAX_LINKS}.
 */
export function trackLinks(
  html: string,
  { open_url, click_url, unsubscribe_url }: MessageLinks,
): { html: string; links: string[] } {
  const $ = load(html, AS_WRITTEN);
  const links = new Map<string, number>();
  for (const element of $('[href]')) {
    const url = ($(element).attr('href') ?? '').trim();
    if (!isHarmless(url)) $(element).removeAttr('href');
    if (!$(element).is('a, area') || url === unsubscribe_url || !isTrackable(url)) continue;
    const index = links.get(url) ?? links.size;
    if (index >= MAX_LINKS) throw new Unrenderable(`its HTML has more than ${String(MAX_LINKS)} different links`);
    links.set(url, index);
    $(element).attr('href', click_url(index));
  }
  const pixel = `<img src="${open_url}" width="1" height="1" alt="" style="display:block;border:0;width:1px;height:1px">`;
  const body = $('body').first();
  if (body.length > 0) body.append(pixel);
  else $.root().append(pixel);
  return { html: $.html(), links: [...links.keys()] };
}
