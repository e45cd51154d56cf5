import type { TemplateText } from './email-template';

const app = 'https://analytics.brightline.example';

export const analyticsTemplates: readonly TemplateText[] = [
  {
    template_id: 'analytics-first-dashboard',
    name: 'Analytics: build a first dashboard',
    subject: 'From looking around to knowing something',
    preview: 'One question, one dashboard, about ten minutes.',
    heading: 'Start with one question',
    paragraphs: [
      'You have been in {{ product.name }} a few times now, so here is the shortest way we know to a first useful answer.',
      'Pick one question that you are asked every week, such as where people give up while signing up, and build a dashboard for that one alone:',
    ],
    steps: [
      'Connect one source. A CSV file is enough to begin with.',
      'Choose the number that answers the question, and the period to compare it with.',
      'Name the dashboard after the question, so that everybody knows what it is for.',
    ],
    action: { label: 'Build my first dashboard', url: `${app}/dashboards/new` },
    closing: 'Stuck on the first step? Reply to this e-mail, and a person will answer.',
  },
  {
    template_id: 'analytics-alerts',
    name: 'Analytics: set up an alert',
    subject: 'Let the numbers come to you',
    preview: 'Two alerts worth having, and one to leave out.',
    heading: 'Stop checking, start being told',
    paragraphs: [
      'Nobody happens to look at a dashboard at the moment it matters. An alert does.',
      'With your first dashboard in {{ product.name }}, two alerts are worth the minute they take:',
    ],
    steps: [
      'Sign-ups fall by a fifth against the same weekday last week. This is how you hear of a broken form before your customers tell you.',
      'A source has sent nothing for a day. A silent source looks exactly like a quiet business.',
    ],
    action: { label: 'Set up an alert', url: `${app}/alerts/new` },
    closing:
      'And one to leave out: every change of every number. An alert that asks nobody to do anything is soon read by nobody.',
  },
  {
    template_id: 'analytics-scheduled-report',
    name: 'Analytics: schedule a report',
    subject: 'The report nobody has to ask you for',
    preview: 'One page, every Monday, before the question comes.',
    heading: 'Answer it before it is asked',
    paragraphs: [
      'The most useful report is the one that arrives before the question does.',
      'Any dashboard in {{ product.name }} can go out on a schedule:',
    ],
    steps: [
      'Choose the dashboard and who should get it. They can read it without an account.',
      'Pick the day and the hour.',
      'Add a sentence about what changed. It is the part that people read.',
    ],
    action: { label: 'Schedule a report', url: `${app}/reports/new` },
    closing:
      'This was the last of three tips for getting started. From here on we write only when there is a reason to.',
  },
  {
    template_id: 'analytics-choose-a-plan',
    name: 'Analytics: choose a plan',
    subject: 'Three questions before you pay for anything',
    preview: 'They are worth more than a table of features.',
    heading: 'Is it the right fit?',
    paragraphs: [
      'You use {{ product.name }} regularly now. Before you decide whether to pay for it, three questions are worth more than a table of features:',
    ],
    steps: [
      'Who would miss it? If it is only you, the free plan will do.',
      'Does it answer something that you could not answer before?',
      'Will the data you need be connected within a month? If a source is missing, tell us which.',
    ],
    action: { label: 'Compare the plans', url: `${app}/plans` },
    closing:
      'If the answers are yes: the plans differ in the amount of data and in how many people can edit, and each can be cancelled from one month to the next.',
  },
  {
    template_id: 'analytics-setup-session',
    name: 'Analytics: book a setup session',
    subject: 'Bring your hardest question',
    preview: 'Twenty minutes, a specialist, and your own data on the screen.',
    heading: 'Twenty minutes on your own data',
    paragraphs: [
      'We hold short setup sessions for teams that are about to rely on {{ product.name }}. There are no slides:',
    ],
    steps: [
      'You bring one question that your reports do not answer today.',
      'We build the dashboard together, in your account.',
      'You keep it, whatever you decide afterwards.',
    ],
    action: { label: 'Pick a time', url: `${app}/setup-session` },
    closing: 'No time for a call? Reply with the question, and we will answer it in writing.',
  },
];
