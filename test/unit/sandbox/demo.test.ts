import { load } from 'cheerio';
import { Liquid } from 'liquidjs';
import { PutProduct } from '@lead-nurturing/contracts/products/product';
import { PutTemplate } from '@lead-nurturing/contracts/templates/template';
import { products } from '@lead-nurturing/sandbox/demo/products';
import { templates } from '@lead-nurturing/sandbox/demo/templates';
import { seedData } from '@lead-nurturing/sandbox/crm/records/seed-data';

const liquid = new Liquid({ strictVariables: true, lenientIf: true });
const variables = {
  lead: { first_name: 'Ida' },
  product: { name: 'Brightline Desk' },
  unsubscribe_url: 'https://unsubscribe.example/1',
};

const sequences = Object.values(products).flatMap((product) => PutProduct.parse(product).nurturing_sequences);

test('When the demo is seeded, then its products are those that contacts of the CRM use', () => {
  const used = seedData().contacts.flatMap((contact) => contact.products.map(({ product }) => product));
  expect(new Set(Object.keys(products))).toEqual(new Set(used));
});

test('When sequences name templates, then each template exists and is used once', () => {
  const named = sequences.flatMap(({ messages }) => messages.map(({ template_id }) => template_id));
  expect(named.sort()).toEqual(templates.map(({ template_id }) => template_id).sort());
  expect(named).toHaveLength(10);
});

test('When a lead logs in three times, then the third login reaches the engaged threshold', () => {
  for (const product of Object.values(products)) {
    const { login_points, engaged_threshold } = PutProduct.parse(product).scoring_rules;
    expect([2 * login_points < engaged_threshold!, 3 * login_points >= engaged_threshold!]).toEqual([true, true]);
  }
});

describe.each(templates.map((template) => [template.template_id, PutTemplate.parse(template)] as const))(
  '%s',
  (_id, template) => {
    test('When it is rendered, then it has a greeting, one action, a postal address and an unsubscribe link', async () => {
      const html = await liquid.parseAndRender(template.html!, variables);
      const text = await liquid.parseAndRender(template.text!, variables);
      const page = load(html);
      const links = page('a')
        .map((_, link) => page(link).attr('href'))
        .get();

      expect(links).toEqual([
        expect.stringMatching(/^https:\/\/\w+\.brightline\.example\//),
        variables.unsubscribe_url,
      ]);
      for (const part of [page('body').text(), text]) {
        expect(part).toContain('Hi Ida,');
        expect(part).toContain('Brightline Software Ltd, 1 Example Street');
        expect(part).not.toMatch(/[{}]|undefined/);
      }
      for (const link of links) expect(text).toContain(link);
    });

    test('When the name of the lead is unknown, then the greeting has no name', async () => {
      const text = await liquid.parseAndRender(template.text!, { ...variables, lead: { first_name: null } });
      expect(text).toContain('Hi there,');
    });
  },
);
