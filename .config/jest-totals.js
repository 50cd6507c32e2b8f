// Jest reporter: holds every run to the whole suite, and adds one line of totals to the file named by FENGQIAO_TEST_TOTALS.
const fs = require('node:fs');

/** What a run counts as: a suite that could not even start is a failure too. */
function totalsOf(results) {
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests,
    todo: results.numTodoTests,
  };
}

/** Why a run proves less than it seems to; undefined where it is whole. A run that was narrowed by name skips on purpose. */
function incompleteness(totals, narrowed) {
  if (totals.passed + totals.failed === 0) return 'no test ran';
  if (narrowed || totals.skipped + totals.todo === 0) return undefined;
  return `${totals.skipped} skipped and ${totals.todo} todo: every test runs, or is deleted`;
}

module.exports = class TotalsReporter {
  constructor(globalConfig, _options, { write = (text) => process.stderr.write(text) } = {}) {
    this.narrowed = Boolean(globalConfig.testNamePattern);
    this.write = write;
  }

  onRunComplete(_contexts, results) {
    const totals = totalsOf(results);
    const reason = incompleteness(totals, this.narrowed);
    if (reason) {
      this.error = new Error(`The run does not count: ${reason}.`);
      this.write(`${this.error.message}\n`);
    }
    const file = process.env.FENGQIAO_TEST_TOTALS;
    if (file) fs.appendFileSync(file, `${JSON.stringify(totals)}\n`);
  }

  getLastError() {
    return this.error;
  }
};
