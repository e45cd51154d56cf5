import type { Faker } from '@faker-js/faker';
import { faker as american } from '@faker-js/faker/locale/en_US';
import { faker as australian } from '@faker-js/faker/locale/en_AU';
import { faker as british } from '@faker-js/faker/locale/en_GB';
import { faker as french } from '@faker-js/faker/locale/fr';
import { faker as german } from '@faker-js/faker/locale/de';
import { faker as swedish } from '@faker-js/faker/locale/sv';

export interface Region {
  faker: Faker;
  timezone: string;
  locale: string;
  /** Leads to numbers that regulators keep free for fiction: well-formed, and nobody's; two digits follow. */
  phonePrefix: string;
}

export const regions: readonly Region[] = [
  { faker: american, timezone: 'America/New_York', locale: 'en-US', phonePrefix: '+121255501' },
  { faker: german, timezone: 'Europe/Berlin', locale: 'de-DE', phonePrefix: '+4930231250' },
  { faker: british, timezone: 'Europe/London', locale: 'en-GB', phonePrefix: '+4420794601' },
  { faker: american, timezone: 'America/Chicago', locale: 'en-US', phonePrefix: '+131255501' },
  { faker: swedish, timezone: 'Europe/Stockholm', locale: 'sv-SE', phonePrefix: '+467017406' },
  { faker: french, timezone: 'Europe/Paris', locale: 'fr-FR', phonePrefix: '+331990001' },
  { faker: american, timezone: 'America/Los_Angeles', locale: 'en-US', phonePrefix: '+141555501' },
  { faker: australian, timezone: 'Australia/Sydney', locale: 'en-AU', phonePrefix: '+612555000' },
];
