import { syntaxError } from '@lead-nurturing/communication-engine/templates/liquid';
import { renderEmail } from '@lead-nurturing/communication-engine/templates/render-email';
import { withDefaults } from '@lead-nurturing/communication-engine/templates/variables';

const links = {
  open_url: 'https://mail.example/t/o/token',
  click_url: (link: number) => `https://mail.example/t/c/${String(link)}`,
  unsubscribe_url: 'https://mail.example/unsubscribe/token',
};
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

  test.each([
    ['{{ name | escape }}', 'A &amp; &lt;B&gt;'],
    ['{{ name | upcase | escape }}', 'A &amp; &lt;B&gt;'],
    ['{{ name | escape_once }}', 'A &amp; &lt;B&gt;'],
    ['{{ name | escape | newline_to_br }}', 'A &amp; &lt;B&gt;'],
    ['{{ lines | newline_to_br }}', '&lt;1&gt;<br>\n2'],
  ])('When HTML escapes a variable with %j, then it is escaped once', (source, expected) => {
    const { html } = rendered({ html: `<p>${source}</p>` }, { name: 'A & <B>', lines: '<1>\n2' });
    expect(html).toContain(`<p>${expected}</p>`);
  });

  test('When a variable in the subject holds line breaks, then the subject stays one line', () => {
    expect(rendered({ subject: 'Hi {{ name }}', text: 'x' }, { name: 'Ada\r\nBcc: all@example.com' }).subject).toBe(
      'Hi Ada Bcc: all@example.com',
    );
  });

  test('When a variable in the subject holds control characters, then they are removed', () => {
    expect(rendered({ subject: 'Hi {{ name }}', text: 'x' }, { name: 'A\0d\u0085a\u001b' }).subject).toBe('Hi Ada');
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
    expect(text).toContain('Hello\n');
    expect(text).toContain('there <https://acme.example/a>');
    expect(text).not.toContain('mail.example');
    expect(text).not.toContain('x.png');
  });

  test('When a template has an endless loop, then rendering fails', () => {
    const source = '{% for i in (1..1000000) %}{% for j in (1..1000000) %}{% endfor %}{% endfor %}';
    expect(render({ html: source })).toMatchObject({ status: 'failed' });
  });
});

describe('limits', () => {
  const links20k = '{% for i in (1..4000) %}<a href="https://acme.example/{{ i }}">x</a>{% endfor %}';

  test.each([
    [
      'loops for too long',
      { text: '{% for i in (1..1000) %}{% for j in (1..1000) %}{% endfor %}{% endfor %}' },
      'more than 50000 steps to render',
    ],
    ['is nested too deeply to be parsed', { html: '<div>'.repeat(9_000) }, 'rendering failed with RangeError'],
    ['has too many tags', { html: '<b>'.repeat(100_000) }, 'its HTML has more than 10000 tags'],
    ['has too many links', { html: links20k }, 'its HTML has more than 500 different links'],
    [
      'grows too large',
      { html: `{% for i in (1..900) %}${'x'.repeat(2_000)}{% endfor %}` },
      'its HTML is larger than 1 MB',
    ],
    [
      'has too long a text',
      { text: `{% for i in (1..900) %}${'é'.repeat(700)}{% endfor %}` },
      'its text is larger than 1 MB',
    ],
    ['has more Liquid than a template may', { text: '{{ a }}'.repeat(6_000) }, 'more than 5000 Liquid tags'],
    [
      'has a liquid tag of too many lines',
      { text: `{% liquid\n${'#\n'.repeat(6_000)}%}` },
      'more than 5000 Liquid tags',
    ],
    ['has an empty subject', { subject: '{{ empty }}', text: 'x' }, 'its subject is empty'],
    ['has too long a subject', { subject: '{{ long }}', text: 'x' }, 'its subject is longer than 998 characters'],
  ])('When a message %s, then it fails with that reason', (_, template, reason) => {
    const variables = { a: 1, empty: ' ', long: 'x'.repeat(999) };
    expect(render(template, variables)).toEqual({ status: 'failed', reason });
  });

  test('When a variable holds HTML that is nested too deeply, then the message fails', () => {
    const bio = '<i>'.repeat(9_000);
    expect(render({ html: '{{ bio | raw }}' }, { bio })).toMatchObject({ status: 'failed' });
  });
});

describe('syntax', () => {
  test.each([
    ['{% if x %}', 'not closed'],
    ['a\n{% frobnicate %}', 'tag "frobnicate" not found, line:2'],
    ['{{ x | frobnicate }}', 'undefined filter: frobnicate'],
    ['{% include "/etc/passwd" %}', 'tag "include" not found'],
    ['{% layout "x" %}', 'tag "layout" not found'],
  ])('When a template holds %j, then the error describes it', (source, reason) => {
    expect(syntaxError('text', source)).toContain(reason);
  });
});

describe('variables', () => {
  test("When message and defaults have the same object, then the message's fields win", () => {
    const defaults = { lead: { name: 'there', city: 'Paris' }, list: [1, 2] };
    expect(withDefaults(defaults, { lead: { name: 'Ada' }, list: [3] })).toEqual({
      lead: { name: 'Ada', city: 'Paris' },
      list: [3],
    });
  });

  test('When a variable is named __proto__, then no other object changes', () => {
    withDefaults({}, JSON.parse('{"__proto__": {"admin": true}}') as Record<string, unknown>);
    expect({}).not.toHaveProperty('admin');
  });
});
