import type { Faker } from '@faker-js/faker';
import { faker as american } from '@faker-js/faker/locale/en_US';
import { faker as australian } from '@faker-js/faker/locale/en_AU';
import { faker as british } from '@faker-js/faker/locale/en_GB';
import { faker as french } from '@faker-js/faker/locale/fr';
import { faker as german } from '@faker-js/faker/locale/de';
import { faker as swedish } from '@faker-js/faker/locale/sv';
import type { Contact, Organization } from './record';

const SEED = 42;

interface Region {
  faker: Faker;
  timezone: string;
  locale: string;
  /** With two more digits, a valid phone number that regulators reserve for fiction and never assign. */
  phonePrefix: string;
}

const regions: readonly Region[] = [
  { faker: american, timezone: 'America/New_York', locale: 'en-US', phonePrefix: '+121255501' },
  { faker: german, timezone: 'Europe/Berlin', locale: 'de-DE', phonePrefix: '+4930231250' },
  { faker: british, timezone: 'Europe/London', locale: 'en-GB', phonePrefix: '+4420794601' },
  { faker: american, timezone: 'America/Chicago', locale: 'en-US', phonePrefix: '+131255501' },
  { faker: swedish, timezone: 'Europe/Stockholm', locale: 'sv-SE', phonePrefix: '+467017406' },
  { faker: french, timezone: 'Europe/Paris', locale: 'fr-FR', phonePrefix: '+331990001' },
  { faker: american, timezone: 'America/Los_Angeles', locale: 'en-US', phonePrefix: '+141555501' },
  { faker: australian, timezone: 'Australia/Sydney', locale: 'en-AU', phonePrefix: '+612555000' },
];

const industries = ['Software', 'Retail', 'Logistics', 'Healthcare', 'Education', 'Manufacturing', 'Travel', 'Media'];
const sizes = ['11-50', '51-200', '51-200', '201-500', '501-1000'];
const titles: Record<string, readonly string[]> = {
  'analytics-suite': ['Head of Data', 'Product Manager', 'Marketing Analyst', 'Operations Manager', 'Growth Lead'],
  'support-desk': ['Head of Customer Support', 'Support Team Lead', 'Customer Success Manager', 'Service Manager'],
};
const trials = [
  { value: 'active', weight: 6 },
  { value: 'ending_soon', weight: 3 },
  { value: 'expired', weight: 1 },
];
const channels = [
  { value: 'email' as const, weight: 6 },
  { value: undefined, weight: 3 },
  { value: 'whatsapp' as const, weight: 1 },
];

/** Reduces a name to the lower-case ASCII letters, digits and hyphens of an e-mail address. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();

const code = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(4, '0')}`;

function organizationOf({ faker }: Region, number: number): Organization {
  return {
    id: code('org', number),
    name: faker.company.name(),
    size: faker.helpers.arrayElement(sizes),
    industry: faker.helpers.arrayElement(industries),
  };
}

/** Assigns both products to every fourth person and one product to the others. */
function productsOf(faker: Faker, number: number): Contact['products'] {
  const ids = Object.keys(titles);
  const used = number % 4 === 0 ? ids : ids.slice(number % 2).slice(0, 1);
  return used.map((product) => ({ product, trial_status: faker.helpers.weightedArrayElement(trials) }));
}

function contactOf(region: Region, organization: Organization, number: number): Contact {
  const { faker, timezone, locale, phonePrefix } = region;
  const [first, last] = [faker.person.firstName(), faker.person.lastName()];
  const products = productsOf(faker, number);
  const preferred_channel = faker.helpers.weightedArrayElement(channels);
  return {
    id: code('con', number),
    organization_id: organization.id,
    full_name: `${first} ${last}`,
    // The domain `.example` is reserved, so no mail to it can reach a person.
    email: `${plain(first)}.${plain(last)}@${plain(organization.name).replace(/-.*/, '')}.example`,
    phone: `${phonePrefix}${String(10 + number)}`,
    title: faker.helpers.arrayElement(titles[products[0]?.product ?? ''] ?? []),
    ...(preferred_channel && { preferred_channel }),
    timezone,
    locale,
    products,
  };
}

/** Creates the demo company's customers, the same on every machine: 12 organisations with 40 people. */
export function seedData(): { organizations: Organization[]; contacts: Contact[] } {
  for (const [index, { faker }] of regions.entries()) faker.seed(SEED + index);
  const organizations: Organization[] = [];
  const contacts: Contact[] = [];
  const homes = [...regions, ...regions].slice(0, 12);
  for (const [index, region] of homes.entries()) {
    const organization = organizationOf(region, index + 1);
    organizations.push(organization);
    const people = index % 3 === 0 ? 4 : 3;
    for (let person = 0; person < people; person += 1)
      contacts.push(contactOf(region, organization, contacts.length + 1));
  }
  return { organizations, contacts };
}
