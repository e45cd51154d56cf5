/** Prints the number and duration of the tests of each layer, and one plain closing line. */
class LayersReporter {
  layers = new Map();

  onTestFileResult({ context }, { numPassingTests, numFailingTests, numPendingTests, perfStats }) {
    const name = context.config.displayName?.name ?? 'tests';
    const layer = this.layers.get(name) ?? { files: 0, passed: 0, failed: 0, skipped: 0, seconds: 0 };
    layer.files += 1;
    layer.passed += numPassingTests;
    layer.failed += numFailingTests;
    layer.skipped += numPendingTests;
    layer.seconds += perfStats.runtime / 1_000;
    this.layers.set(name, layer);
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites }) {
    const rows = [...this.layers].map(([name, { seconds, ...counts }]) => [
      name,
      { ...counts, seconds: Math.round(seconds) },
    ]);
    console.table(Object.fromEntries(rows));
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped`);
  }
}

module.exports = LayersReporter;
