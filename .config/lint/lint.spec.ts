import { execFileSync } from 'node:child_process';
import path from 'node:path';

interface Linted {
  readonly fixture: string;
  readonly place: string;
  /** `rule: message` of each `// refused by` line. */
  readonly expected: readonly string[];
  readonly reported: readonly string[];
}

const script = path.join(__dirname, 'lint-fixtures.mjs');
const linted = JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8', maxBuffer: 1 << 24 })) as Linted[];
const broken = linted.filter(({ fixture }) => !fixture.startsWith('allowed'));
const allowed = linted.filter(({ fixture }) => fixture.startsWith('allowed'));

describe('lint', () => {
  it.each(broken.map((each) => [each.fixture, each] as const))('refuses %s with its rule and sentence, and nothing else', (_, { expected, reported }) => {
    expect(expected).not.toEqual([]);
    expect([...reported].sort()).toEqual([...expected].sort());
  });

  it.each(allowed.map((each) => [each.fixture, each] as const))('lets %s pass', (_, { expected, reported }) => {
    expect(expected).toEqual([]);
    expect(reported).toEqual([]);
  });

  it('has a fixture for each of our rules', () => {
    const shown = new Set(broken.flatMap(({ expected }) => expected.map((line) => line.split(':')[0])));
    const rules = execFileSync(process.execPath, ['--input-type=module', '-e', LIST_RULES], { cwd: __dirname, encoding: 'utf8' }).trim().split('\n');
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.filter((rule) => !shown.has(`fengqiao/${rule}`))).toEqual([]);
  });

  it('keeps the Nx rule alive: what only its project graph can see is reported', () => {
    const byNx = broken.flatMap(({ reported }) => reported).filter((line) => line.startsWith('@nx/enforce-module-boundaries'));
    expect(byNx.length).toBeGreaterThanOrEqual(3);
  });
});

const LIST_RULES = `
import { bans } from './bans.mjs';
import { BOUNDARIES } from './boundaries.mjs';
console.log(['pure', ...Object.keys(bans), ...BOUNDARIES.map((each) => each.name)].join('\\n'));
`;
