import { createTokens } from '@lead-nurturing/communication-engine/links/token';
import { trackLinks } from '@lead-nurturing/communication-engine/templates/track-links';

const links = {
  open_url: 'https://mail.example/t/o/token',
  click_url: (link: number) => `https://mail.example/t/c/${String(link)}`,
  unsubscribe_url: 'https://mail.example/unsubscribe/token',
};
const PIXEL = '<img src="https://mail.example/t/o/token" width="1" height="1" alt=""';

describe('links', () => {
  test('When a message has links, then web links are tracked, and equal addresses share an index', () => {
    const html = [
      '<a href="https://acme.example/?a=1&amp;b=2">a</a><a href="https://acme.example/?a=1&amp;b=2">again</a>',
      '<a href="https://mail.example/unsubscribe/token">leave</a><a href="mailto:a@b.example">m</a><a href="#top">t</a>',
      '<a href="tel:+1">c</a><a href="javascript:x">j</a><a href="http://">broken</a><area href="http://acme.example">',
    ].join('');
    const tracked = trackLinks(html, links);
    expect(tracked.links).toEqual(['https://acme.example/?a=1&b=2', 'http://acme.example']);
    expect(tracked.html).toContain('<a>j</a>');
    expect([...tracked.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'https://mail.example/t/c/0',
      'https://mail.example/t/c/0',
      'https://mail.example/unsubscribe/token',
      'mailto:a@b.example',
      '#top',
      'tel:+1',
      'http://',
      'https://mail.example/t/c/1',
    ]);
  });

  test.each(['javascript:x', ' JavaScript:x', 'java\nscript:x', 'data:text/html,x', 'vbscript:x', '/page', ''])(
    'When a link is %j, then its href is removed',
    (href) => {
      expect(trackLinks(`<a href="${href}">x</a>`, links).html).toContain('<a>x</a>');
    },
  );

  test('When the HTML is a whole document with comments for Outlook, then only the pixel is added', () => {
    const head =
      '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html><head><!--[if mso]><style>x</style><![endif]--></head>';
    const body = '<body>a&nbsp;é<![if !mso]>z<![endif]><!--[if !mso]><!--><b>q</b><!--<![endif]-->';
    const { html } = trackLinks(`${head}${body}</body></html>`, links);
    expect(html.startsWith(`${head}${body}${PIXEL}`)).toBe(true);
    expect(html.endsWith('></body></html>')).toBe(true);
  });

  test('When the HTML is a fragment, then the pixel is appended', () => {
    expect(trackLinks('<p>Hi</p>', links).html).toContain(`<p>Hi</p>${PIXEL}`);
  });
});

describe('tokens', () => {
  const tokens = createTokens('a-tracking-secret-of-32-characters');
  const target = { company: 'acme', message_id: '0198-abc', link: 3 };

  test('When a token is read, then it returns the signed target', () => {
    expect(tokens.read('click', tokens.sign('click', target))).toEqual(target);
  });

  test('When a token of one kind is read as another kind, then it is invalid', () => {
    expect(tokens.read('unsubscribe', tokens.sign('open', target))).toBeNull();
  });

  test('When any character of a token is changed, then the token is invalid', () => {
    const token = tokens.sign('click', target);
    for (let index = 0; index < token.length - 1; index += 1) {
      const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
      expect(tokens.read('click', changed)).toBeNull();
    }
    for (const wrong of ['', '.', 'a.b', token.split('.')[0]!, `${token}x`.replace('.', '..')])
      expect(tokens.read('click', wrong)).toBeNull();
    for (const more of ['.junk', '.', '=', '!', ' ']) expect(tokens.read('click', token + more)).toBeNull();
  });

  test('When a token was signed with another secret, then it is invalid', () => {
    expect(tokens.read('open', createTokens('another-secret-of-at-least-32-chars').sign('open', target))).toBeNull();
  });
});
