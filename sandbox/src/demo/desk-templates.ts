import type { TemplateText } from './email-template';

const app = 'https://desk.brightline.example';

export const deskTemplates: readonly TemplateText[] = [
  {
    template_id: 'desk-shared-inbox',
    name: 'Desk: connect the support address',
    subject: 'One inbox, and nobody answers twice',
    preview: 'One setting turns a look around into a working help desk.',
    heading: 'Let the real requests in',
    paragraphs: [
      'You have had a look around {{ product.name }}. It begins to earn its place when real requests come in, and that takes a few minutes:',
    ],
    steps: [
      'Forward your support address to the one shown in your settings. Your mailbox stays as it is.',
      'Invite the two or three people who answer most.',
      'Send a request from your phone, and assign it to yourself.',
    ],
    action: { label: 'Connect my address', url: `${app}/settings/inbox` },
    closing: 'From then on everybody sees who is answering what. Stop forwarding whenever you like; nothing is lost.',
  },
  {
    template_id: 'desk-saved-replies',
    name: 'Desk: write saved replies',
    subject: 'Write the good answer once',
    preview: 'Five replies cover more of the day than you would think.',
    heading: 'Five saved replies go a long way',
    paragraphs: [
      'Read through your last fifty requests, and you will probably meet the same handful of questions again and again. Answer those properly, once:',
    ],
    steps: [
      'Pick the five that came up most.',
      'Write each as you would to a customer you like.',
      'Leave a gap for the one line that is personal. {{ product.name }} puts the cursor there.',
    ],
    action: { label: 'Save my first reply', url: `${app}/replies/new` },
    closing: 'A saved reply is for the facts. The first sentence should always be yours.',
  },
  {
    template_id: 'desk-response-target',
    name: 'Desk: set a response target',
    subject: 'A promise that you can keep',
    preview: 'Take it from what you do already, not from what sounds good.',
    heading: 'Set one response target',
    paragraphs: [
      'A slow answer is easier to forgive than an uncertain one. A target tells your customers, and your team, what to expect:',
    ],
    steps: [
      'Open the report on first replies. It shows how long you take today.',
      'Set the target a little above that, and for your opening hours only.',
      'Let {{ product.name }} warn you an hour before a request would miss it.',
    ],
    action: { label: 'Set a target', url: `${app}/settings/targets` },
    closing:
      'This was the last of three tips for getting started. From here on we write only when there is a reason to.',
  },
  {
    template_id: 'desk-choose-a-plan',
    name: 'Desk: choose a plan',
    subject: 'When a help desk is worth paying for',
    preview: 'And when the free plan is all you need.',
    heading: 'Do the sum first',
    paragraphs: [
      'Your team works in {{ product.name }} most days now. Whether it is worth paying for fits on the back of an envelope:',
    ],
    steps: [
      'Multiply your requests a week by the minutes you save on each. Your reports have the first number, you have the second.',
      'Hold that against the price of a seat for everybody who answers.',
      'If you get fewer than about twenty requests a week, the free plan will do, and we would rather see you stay on it.',
    ],
    action: { label: 'See plans and prices', url: `${app}/plans` },
    closing:
      'Every paid plan can be changed from month to month, and cancelled in the settings without talking to anybody.',
  },
  {
    template_id: 'desk-import',
    name: 'Desk: bring the history along',
    subject: 'Bring your old conversations along',
    preview: 'Moving is an afternoon, and you can look before you leap.',
    heading: 'Your history can come with you',
    paragraphs: [
      'What usually holds up a change of help desk is the history in the old one. This is how it moves to {{ product.name }}:',
    ],
    steps: [
      'Export your conversations from the old system.',
      'Upload the file. You see what we understood before anything is imported.',
      'Run both for a week, and move the address over when you are ready.',
    ],
    action: { label: 'Start an import', url: `${app}/import` },
    closing: 'If an export will not go through, reply to this e-mail, and we will look at it with you.',
  },
];
