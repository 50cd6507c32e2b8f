// Jest reporter for CI: failures in full (within bounds), suites that took long, and one line at the end.
const path = require('node:path');

const SLOW_MS = 10_000;
const LINES_A_SUITE = 60;
const LINES_A_RUN = 240;

module.exports = class CompactReporter {
  constructor(globalConfig, _options, { write = (text) => process.stdout.write(text) } = {}) {
    this.root = globalConfig.rootDir;
    this.write = write;
    this.linesLeft = LINES_A_RUN;
  }

  onTestResult(_test, result) {
    const name = path.relative(this.root, result.testFilePath);
    const { start, end } = result.perfStats;
    if (result.failureMessage) this.print([`FAIL ${name}`, ...result.failureMessage.split('\n')]);
    else if (end - start > SLOW_MS) this.print([`slow ${name}: ${Math.round((end - start) / 1000)} s, ${result.numPassingTests} tests`]);
  }

  onRunComplete(_contexts, results) {
    const seconds = Math.round((Date.now() - results.startTime) / 1000);
    const suites = `${results.numPassedTestSuites} of ${results.numTotalTestSuites} suites`;
    this.write(`${suites} passed; tests: ${results.numPassedTests} passed, ${results.numFailedTests} failed; TZ ${process.env.TZ ?? 'of the machine'}; ${seconds} s\n`);
  }

  print(lines) {
    const room = Math.min(LINES_A_SUITE, this.linesLeft);
    this.linesLeft -= Math.min(lines.length, room);
    this.write(`${lines.slice(0, Math.max(room, 1)).join('\n')}\n`);
    if (lines.length > room) this.write(`… ${lines.length - room} lines left out\n`);
  }
};
