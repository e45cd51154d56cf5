import type { z } from 'zod';
import type { PutTemplate } from '@lead-nurturing/contracts/templates/template';

/** The texts of one template, from which {@link toTemplate} builds the e-mail. All texts except the ids may contain Liquid. */
export interface TemplateText {
  template_id: string;
  name: string;
  subject: string;
  /** The preview text that a mail client shows next to the subject. */
  preview: string;
  heading: string;
  paragraphs: readonly string[];
  steps: readonly string[];
  action: { label: string; url: string };
  closing: string;
}

const GREETING = 'Hi {{ lead.first_name | default: "there" }},';
const SIGNATURE = 'The {{ product.name }} team';
const REASON = 'You receive this e-mail because you use {{ product.name }} at work.';
const POSTAL_ADDRESS = 'Brightline Software Ltd, 1 Example Street, Exampleton ZZ99 9ZZ, United Kingdom';

const each = (lines: readonly string[], render: (line: string) => string): string => lines.map(render).join('\n');
const paragraph = (text: string): string => `<p style="margin:0 0 16px">${text}</p>`;
const item = (text: string): string => `<li style="margin:0 0 8px">${text}</li>`;

const FONT = 'Helvetica,Arial,sans-serif';

const STYLE = `<style>
@media (max-width: 480px) { .card { padding: 24px 20px !important } .action a { display: block !important } }
@media (prefers-color-scheme: dark) {
  .page { background: #14171c !important } .card { background: #1d2129 !important; color: #e6e9ef !important }
  .foot, .foot a { color: #a3adbd !important }
}
</style>`;

const button = ({ label, url }: TemplateText['action']): string => `<table role="presentation" class="action" \
cellpadding="0" cellspacing="0" style="margin:0 0 24px">
<tr><td style="border-radius:8px;background:#0f766e">
<a href="${url}" style="display:inline-block;padding:12px 24px;color:#ffffff;font-weight:bold;\
text-align:center;text-decoration:none">${label}</a>
</td></tr></table>`;

const card = ({ heading, paragraphs, steps, action, closing }: TemplateText): string => `<tr><td class="card" \
style="padding:36px 40px;background:#ffffff;border-radius:12px;color:#1b2330;font:16px/1.6 ${FONT}">
<h1 style="margin:0 0 20px;font-size:24px;line-height:1.3">${heading}</h1>
${each([GREETING, ...paragraphs], paragraph)}
<ol style="margin:0 0 20px;padding-left:22px">
${each(steps, item)}
</ol>
${button(action)}
${each([closing, SIGNATURE], paragraph)}
</td></tr>`;

const FOOT = `<tr><td class="foot" style="padding:20px 40px;color:#566074;font:13px/1.6 ${FONT}">
${REASON}<br>
<a href="{{ unsubscribe_url }}" style="color:#566074">Unsubscribe</a><br>
${POSTAL_ADDRESS}
</td></tr>`;

/** One column of at most 600 pixels. Mail clients need inline styles; the styles for dark mode are in the head. */
const html = (content: TemplateText): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${content.subject}</title>
${STYLE}
</head>
<body class="page" style="margin:0;background:#f3f5f8">
<div style="display:none;max-height:0;overflow:hidden">${content.preview}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f5f8">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px">
${card(content)}
${FOOT}
</table>
</td></tr>
</table>
</body>
</html>
`;

const text = ({ heading, paragraphs, steps, action, closing }: TemplateText): string =>
  [
    heading,
    GREETING,
    ...paragraphs,
    steps.map((step, index) => `${index + 1}. ${step}`).join('\n'),
    `${action.label}: ${action.url}`,
    closing,
    SIGNATURE,
    ['--', REASON, 'Unsubscribe: {{ unsubscribe_url }}', POSTAL_ADDRESS].join('\n'),
  ].join('\n\n');

/** Builds the template in HTML and plain text, with the legally required postal address and unsubscribe link. */
export function toTemplate(content: TemplateText): z.input<typeof PutTemplate> {
  const { template_id, name, subject } = content;
  return { template_id, channel: 'email', name, subject, html: html(content), text: text(content) };
}
