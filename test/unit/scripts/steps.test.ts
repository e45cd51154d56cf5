import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** The steps are loaded as `npm start` does; of the plan they get the settings alone, enough for what does nothing. */
function seedWith(settings: object): string {
  const steps = JSON.stringify(pathToFileURL('scripts/system/steps.ts').href);
  const code = `const { createSteps } = await import(${steps});
    const { started, seed } = createSteps({ watch: false, onRestart: () => undefined });
    started.plan = { settings: ${JSON.stringify(settings)}, addresses: {}, secrets: {} };
    await seed().then(() => console.log('left out'), () => console.log('seeded'));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).trim();
}

test('When there is a CRM of the company, then the demo company is left out', () => {
  expect(seedWith({ CRM_BASE_URL: 'https://crm.example.com' })).toBe('left out');
  expect(seedWith({})).toBe('seeded');
});
