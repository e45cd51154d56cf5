interface HtmlPage {
  title: string;
  /** HTML; the caller escapes values in it. */
  body: string;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const STYLE = `
  :root { color-scheme: light dark; --ink: #1c2430; --soft: #5a6675; --paper: #fff; --ground: #f2f4f7; --line: #dfe4ea; --accent: #1f5fd1; --on-accent: #fff; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --soft: #a9b4c2; --paper: #1c222b; --ground: #12161c; --line: #333c48; --accent: #7fb0ff; --on-accent: #0d1420; } }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1rem; background: var(--ground); color: var(--ink); font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
  main { width: 100%; max-width: 30rem; padding: 2rem 1.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: 1rem; }
  h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
  p { margin: 0 0 1.25rem; overflow-wrap: anywhere; }
  p:last-child { margin-bottom: 0; }
  .soft { color: var(--soft); font-size: .9375rem; }
  button { width: 100%; min-height: 3rem; margin-bottom: 1.25rem; padding: .75rem 1rem; border: 0; border-radius: .625rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
  button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
`;

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-robots-tag': 'noindex',
};

/** A public page with one card, for phones, screen readers and dark mode. */
export const htmlPage = (status: number, { title, body }: HtmlPage) => ({
  status,
  headers,
  body: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escapeHtml(title)}</title>
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>${escapeHtml(title)}</h1>
      ${body}
    </main>
  </body>
</html>
`,
});

export const notFoundPage = htmlPage(404, {
  title: 'This link does not work',
  body: '<p>It may have been cut off on its way. Please use the link in the message itself.</p>',
});
