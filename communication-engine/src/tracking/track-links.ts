import { load } from 'cheerio';
import { Unrenderable } from '../templates/unrenderable';

/** The public addresses of one message. */
export interface MessageLinks {
  open_url: string;
  click_url: (link: number) => string;
  unsubscribe_url: string;
}

/** Mail is not a web page: doctype, conditional comments for Outlook and fragments stay as they were written. */
const AS_WRITTEN = { xml: { xmlMode: false, encodeEntities: 'utf8', emptyAttrs: true } } as const;

/** A digest has a hundred. */
const MOST_LINKS = 500;

/** What a link in a mail may do: lead to the web, write, call, or jump within the mail. */
const isHarmless = (href: string) => /^(https?:|mailto:|tel:|#)/i.test(href);

const isTrackable = (url: string) => /^https?:\/\//i.test(url) && URL.canParse(url);

/** Leads web links through us, the same address under one index, and adds the pixel; other harmless links stay. */
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
    if (index >= MOST_LINKS) throw new Unrenderable(`its HTML has more than ${String(MOST_LINKS)} different links`);
    links.set(url, index);
    $(element).attr('href', click_url(index));
  }
  const pixel = `<img src="${open_url}" width="1" height="1" alt="" style="display:block;border:0;width:1px;height:1px">`;
  const body = $('body').first();
  if (body.length > 0) body.append(pixel);
  else $.root().append(pixel);
  return { html: $.html(), links: [...links.keys()] };
}
