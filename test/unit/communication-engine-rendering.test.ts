import { syntaxError } from '@lead-nurturing/communication-engine/templates/liquid';
import { renderEmail } from '@lead-nurturing/communication-engine/templates/render-email';
import { withDefaults } from '@lead-nurturing/communication-engine/templates/variables';
import { createTokens } from '@lead-nurturing/communication-engine/tracking/token';
import { trackLinks } from '@lead-nurturing/communication-engine/tracking/track-links';

const links = {
  open_url: 'https://mail.example/t/o/token',
  click_url: (link: number) => `https://mail.example/t/c/${String(link)}`,
  unsubscribe_url: 'https://mail.example/unsubscribe/token',
};
const PIXEL = '<img src="https://mail.example/t/o/token" width="1" height="1" alt=""';

const render = (template: { subject?: string; html?: string; text?: string }, variables = {}) =>
  renderEmail({
    template: { subject: template.subject ?? 'Hello', html: template.html ?? null, text: template.text ?? null },
    variables,
    links,
  });

const rendered = (template: Parameters<typeof render>[0], variables = {}) => {
  const result = render(template, variables);
  if (result.status === 'failed') throw new Error(result.reason);
  return result.content;
};

describe('rendering', () => {
  test('When a variable holds markup, then it is escaped in HTML and left alone in subject and text', () => {
    const content = rendered(
      { subject: '{{ name }}', html: '<p>{{ name }}</p>', text: '{{ name }}' },
      { name: 'A & <B>' },
    );
    expect(content.html).toContain('<p>A &amp; &lt;B&gt;</p>');
    expect(content).toMatchObject({ subject: 'A & <B>', text: 'A & <B>' });
  });

  test('When a variable would break the subject into headers, then the subject stays one line', () => {
    expect(rendered({ subject: 'Hi {{ name }}', text: 'x' }, { name: 'Ada\r\nBcc: all@example.com' }).subject).toBe(
      'Hi Ada Bcc: all@example.com',
    );
  });

  test('When a variable is not defined, then the reason names it', () => {
    expect(render({ html: '{{ lead.name }}' }, { lead: {} })).toEqual({
      status: 'failed',
      reason: 'undefined variable: lead.name',
    });
  });

  test('When the template itself has a default, then an undefined variable is fine', () => {
    expect(rendered({ subject: 'Hi {{ lead.name | default: "there" }}', text: 'x' }).subject).toBe('Hi there');
  });

  test('When the template has no text, then the text is made from the HTML with the real addresses', () => {
    const { text } = rendered({
      html: '<h1>Hello</h1><p>Go <a href="https://acme.example/a">there</a></p><img src="x.png">',
    });
    expect(text).toContain('HELLO');
    expect(text).toContain('there [https://acme.example/a]');
    expect(text).not.toContain('mail.example');
    expect(text).not.toContain('x.png');
  });

  test('When a template loops for ever, then it fails instead of holding up the others', () => {
    const source = '{% for i in (1..1000000) %}{% for j in (1..1000000) %}{% endfor %}{% endfor %}';
    expect(render({ html: source })).toMatchObject({ status: 'failed' });
  });
});

describe('syntax', () => {
  test.each([
    ['{% if x %}', 'not closed'],
    ['a\n{% frobnicate %}', 'tag "frobnicate" not found, line:2'],
    ['{{ x | frobnicate }}', 'undefined filter: frobnicate'],
    ['{% include "/etc/passwd" %}', 'tag "include" not found'],
    ['{% layout "x" %}', 'tag "layout" not found'],
  ])('When a template holds %j, then it is said what is wrong', (source, reason) => {
    expect(syntaxError(source)).toContain(reason);
  });
});

describe('variables', () => {
  test('When message and template both know an object, then the message wins field by field', () => {
    const defaults = { lead: { name: 'there', city: 'Paris' }, list: [1, 2] };
    expect(withDefaults(defaults, { lead: { name: 'Ada' }, list: [3] })).toEqual({
      lead: { name: 'Ada', city: 'Paris' },
      list: [3],
    });
  });

  test('When a key tries to reach the prototype, then no other object sees it', () => {
    withDefaults({}, JSON.parse('{"__proto__": {"admin": true}}') as Record<string, unknown>);
    expect({}).not.toHaveProperty('admin');
  });
});

describe('links', () => {
  test('When a message has links, then only web links lead through us, the same address once', () => {
    const html = [
      '<a href="https://acme.example/?a=1&amp;b=2">a</a><a href="https://acme.example/?a=1&amp;b=2">again</a>',
      '<a href="https://mail.example/unsubscribe/token">leave</a><a href="mailto:a@b.example">m</a><a href="#top">t</a>',
      '<a href="tel:+1">c</a><a href="javascript:x">j</a><a href="http://">broken</a><area href="http://acme.example">',
    ].join('');
    const tracked = trackLinks(html, links);
    expect(tracked.links).toEqual(['https://acme.example/?a=1&b=2', 'http://acme.example']);
    expect([...tracked.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      'https://mail.example/t/c/0',
      'https://mail.example/t/c/0',
      'https://mail.example/unsubscribe/token',
      'mailto:a@b.example',
      '#top',
      'tel:+1',
      'javascript:x',
      'http://',
      'https://mail.example/t/c/1',
    ]);
  });

  test('When the HTML is a whole document made for Outlook too, then the pixel ends its body and nothing else changes', () => {
    const head =
      '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"><html><head><!--[if mso]><style>x</style><![endif]--></head>';
    const body = '<body>a&nbsp;é<![if !mso]>z<![endif]><!--[if !mso]><!--><b>q</b><!--<![endif]-->';
    const { html } = trackLinks(`${head}${body}</body></html>`, links);
    expect(html.startsWith(`${head}${body}${PIXEL}`)).toBe(true);
    expect(html.endsWith('></body></html>')).toBe(true);
  });

  test('When the HTML is a fragment, then the pixel ends it', () => {
    expect(trackLinks('<p>Hi</p>', links).html).toContain(`<p>Hi</p>${PIXEL}`);
  });
});

describe('tokens', () => {
  const tokens = createTokens('a-tracking-secret-of-32-characters');
  const target = { company: 'acme', message_id: '0198-abc', link: 3 };

  test('When a token is read, then it says what was signed', () => {
    expect(tokens.read('click', tokens.sign('click', target))).toEqual(target);
  });

  test('When a token is used for another purpose, then it is worth nothing', () => {
    expect(tokens.read('unsubscribe', tokens.sign('open', target))).toBeNull();
  });

  test('When anything in a token is changed, then it is worth nothing', () => {
    const token = tokens.sign('click', target);
    for (let index = 0; index < token.length - 1; index += 1) {
      const changed = token.slice(0, index) + (token[index] === 'A' ? 'B' : 'A') + token.slice(index + 1);
      expect(tokens.read('click', changed)).toBeNull();
    }
    for (const wrong of ['', '.', 'a.b', token.split('.')[0]!, `${token}x`.replace('.', '..')])
      expect(tokens.read('click', wrong)).toBeNull();
  });

  test('When another installation signed, then it is worth nothing here', () => {
    expect(tokens.read('open', createTokens('another-secret-of-at-least-32-chars').sign('open', target))).toBeNull();
  });
});
