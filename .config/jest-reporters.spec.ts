import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import CompactReporter from './jest-compact';
import TotalsReporter from './jest-totals';

const whole = { numPassedTests: 7, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0, numTodoTests: 0 };

function errorOf(results: Partial<typeof whole>, globalConfig = {}): string | undefined {
  let said = '';
  const reporter = new TotalsReporter(globalConfig, {}, { write: (text) => (said += text) });
  reporter.onRunComplete(new Set(), { ...whole, ...results });
  const message = reporter.getLastError()?.message;
  expect(said).toBe(message === undefined ? '' : `${message}\n`);
  return message;
}

describe('the totals of a run', () => {
  const before = process.env['FENGQIAO_TEST_TOTALS'];
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'totals-')), 'totals');
  beforeAll(() => void (process.env['FENGQIAO_TEST_TOTALS'] = file));
  afterAll(() => {
    if (before === undefined) delete process.env['FENGQIAO_TEST_TOTALS'];
    else process.env['FENGQIAO_TEST_TOTALS'] = before;
  });

  it('accept a run in which every test ran', () => {
    expect(errorOf({})).toBeUndefined();
  });

  it('refuse a run with a skipped test, a todo, or no test at all', () => {
    expect(errorOf({ numPendingTests: 1 })).toMatch('1 skipped');
    expect(errorOf({ numTodoTests: 2 })).toMatch('2 todo');
    expect(errorOf({ numPassedTests: 0 })).toMatch('no test ran');
  });

  it('let a run be narrowed by name', () => {
    expect(errorOf({ numPendingTests: 6 }, { testNamePattern: 'due' })).toBeUndefined();
  });

  it('count a suite that could not start as a failure', () => {
    errorOf({ numFailedTests: 1, numRuntimeErrorTestSuites: 2 });
    expect(JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1)!)).toEqual({ passed: 7, failed: 3, skipped: 0, todo: 0 });
  });
});

describe('the report in CI', () => {
  const result = { testFilePath: '/here/libs/a/src/a.spec.ts', perfStats: { start: 0, end: 5 }, numPassingTests: 3, failureMessage: '' };
  const reportOf = (...results: (typeof result)[]): string => {
    let text = '';
    const reporter = new CompactReporter({ rootDir: '/here' }, {}, { write: (part: string) => (text += part) });
    for (const each of results) reporter.onTestResult({}, each);
    return text;
  };

  it('is silent about what passes and names what fails or takes long', () => {
    expect(reportOf(result)).toBe('');
    expect(reportOf({ ...result, failureMessage: 'expected 1' })).toBe('FAIL libs/a/src/a.spec.ts\nexpected 1\n');
    expect(reportOf({ ...result, perfStats: { start: 0, end: 61_000 } })).toBe('slow libs/a/src/a.spec.ts: 61 s, 3 tests\n');
  });

  it('stays within bounds however much fails', () => {
    const flood = { ...result, failureMessage: 'line\n'.repeat(500) };
    expect(reportOf(...Array.from({ length: 50 }, () => flood)).split('\n').length).toBeLessThan(400);
  });
});
