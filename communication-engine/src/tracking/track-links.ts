import { load } from 'cheerio';

/** The public addresses of one message. */
export interface MessageLinks {
  open_url: string;
  click_url: (link: number) => string;
  unsubscribe_url: string;
}

/** Mail is not a web page: doctype, conditional comments for Outlook and fragments stay as they were written. */
const AS_WRITTEN = { xml: { xmlMode: false, encodeEntities: 'utf8', emptyAttrs: true } } as const;

const isTrackable = (url: string) => /^https?:\/\//i.test(url) && URL.canParse(url);

/** Leads web links through us, the same address under one index, and adds the pixel; all other links are left alone. */
export function trackLinks(
  html: string,
  { open_url, click_url, unsubscribe_url }: MessageLinks,
): { html: string; links: string[] } {
  const $ = load(html, AS_WRITTEN);
  const links: string[] = [];
  for (const anchor of $('a[href], area[href]')) {
    const url = ($(anchor).attr('href') ?? '').trim();
    if (url === unsubscribe_url || !isTrackable(url)) continue;
    if (!links.includes(url)) links.push(url);
    $(anchor).attr('href', click_url(links.indexOf(url)));
  }
  const pixel = `<img src="${open_url}" width="1" height="1" alt="" style="display:block;border:0;width:1px;height:1px">`;
  const body = $('body').first();
  if (body.length > 0) body.append(pixel);
  else $.root().append(pixel);
  return { html: $.html(), links };
}
