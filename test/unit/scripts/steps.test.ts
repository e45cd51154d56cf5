import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** Runs the seed step in a child process, because jest cannot load the steps; its plan has only settings. */
function seedWith(settings: object): string {
  const steps = JSON.stringify(pathToFileURL('scripts/system/steps.ts').href);
  const code = `const { createSteps } = await import(${steps});
    const { started, seed } = createSteps({ watch: false, onRestart: () => undefined });
    started.plan = { settings: ${JSON.stringify(settings)}, addresses: {}, secrets: {} };
    await seed().then(() => console.log('left out'), () => console.log('seeded'));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' }).trim();
}

test('When a CRM is configured, then the demo company is not created', () => {
  expect(seedWith({ CRM_BASE_URL: 'https://crm.example.com' })).toBe('left out');
  expect(seedWith({})).toBe('seeded');
});
