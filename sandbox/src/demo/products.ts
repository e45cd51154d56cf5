import type { z } from 'zod';
import type { PutProduct } from '@lead-nurturing/contracts/products/product';

type Product = z.input<typeof PutProduct>;

/** A lead reaches the engaged threshold with three logins. */
const scoring_rules = { login_points: 5, engaged_threshold: 15, qualification_threshold: 40 };

const email = (delay_hours: number, template_id: string) => ({ delay_hours, channel: 'email' as const, template_id });

/** Request bodies of `PUT /products/:id`, by product id. */
export const products: Readonly<Record<string, Product>> = {
  'analytics-suite': {
    name: 'Brightline Analytics',
    nurturing_sequences: [
      {
        stage: 'Engaged_Lead',
        messages: [
          email(0, 'analytics-first-dashboard'),
          email(24, 'analytics-alerts'),
          email(72, 'analytics-scheduled-report'),
        ],
      },
      {
        stage: 'Qualified_Lead',
        messages: [email(0, 'analytics-choose-a-plan'), email(48, 'analytics-setup-session')],
      },
    ],
    scoring_rules,
    conversion_goals: ['subscription_started', 'setup_session_booked'],
  },
  'support-desk': {
    name: 'Brightline Desk',
    nurturing_sequences: [
      {
        stage: 'Engaged_Lead',
        messages: [email(0, 'desk-shared-inbox'), email(24, 'desk-saved-replies'), email(72, 'desk-response-target')],
      },
      {
        stage: 'Qualified_Lead',
        messages: [email(0, 'desk-choose-a-plan'), email(48, 'desk-import')],
      },
    ],
    scoring_rules,
    conversion_goals: ['subscription_started'],
  },
};
