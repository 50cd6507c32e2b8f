import { formatProblem, loadPeriods, mustLoadPeriods, PeriodFileError } from '.';
import { periodTexts } from './shipped';

const entry = (more: string): string => `periods:
  - id: X-01
    name: { zh: 甲, en: a }
    start: { zh: 收到之日, en: received }
    cite: [{ document: 某法, clause: 第一条, verified: V }]
    period: { days: 3 }
${more}`;
const problemsOf = (text: string): string[] => loadPeriods([{ file: 'x.yaml', text }]).problems.map(({ line, code }) => `${line} ${code}`);

describe('the statutory periods that ship', () => {
  const periods = mustLoadPeriods(periodTexts());

  it('load without a problem', () => {
    expect(loadPeriods(periodTexts()).problems.map(formatProblem)).toEqual([]);
    expect(periods.length).toBeGreaterThan(40);
  });

  it('say in both languages what they are and from what they count, with a source that is law and its mark', () => {
    for (const { id, name, start, cite } of periods) {
      expect([id, name.zh, name.en, start.zh, start.en].filter((text) => text === '')).toEqual([]);
      expect([id, cite.length > 0, cite.every(({ verified }) => ['V', 'V2', 'U'].includes(verified))]).toEqual([id, true, true]);
    }
  });

  it('leave it to no reader to know that a restriction, custody or permit does not roll', () => {
    expect(periods.filter(({ period }) => period.roll === 'none' && period.minutes === undefined).map(({ id }) => id)).toEqual(['CC-08.permit', 'CC-11', 'CC-20.custody', 'RS-01', 'RS-01.correction', 'NT-03.never']);
  });
});

describe('a list of statutory periods', () => {
  it('rolls to the next working day where it does not say otherwise, and to the one before where it counts back, and never an exact time', () => {
    const rolls = (period: string): unknown => loadPeriods([{ file: 'x.yaml', text: entry('').replace('{ days: 3 }', period) }]).periods.map((each) => each.period);
    expect(rolls('{ days: 3 }')).toEqual([{ days: 3, roll: 'next', ends: '' }]);
    expect(rolls('{ months: -1 }')).toEqual([{ months: -1, roll: 'previous', ends: '' }]);
    expect(rolls('{ days: -3, roll: none }')).toEqual([{ days: -3, roll: 'none', ends: '' }]);
    expect(rolls('{ hours: 24 }')).toEqual([{ minutes: 1_440, roll: 'none', ends: '' }]);
  });

  it.each([
    ['an unknown word', entry('    due: soon'), ['7 UNKNOWN_WORD']],
    ['a citation without its mark', entry('').replace(', verified: V', ''), ['5 UNMARKED']],
    ['a plan as its source', entry('').replace('verified: V', 'verified: SEED'), ['5 WRONG_TYPE']],
    ['a length in two units', entry('').replace('days: 3', 'days: 3, months: 1'), ['6 WRONG_TYPE']],
    ['a day that does not exist', entry('    effective: { from: 2026-02-30 }'), ['7 WRONG_TYPE']],
    ['no English', entry('').replace(', en: received', ''), ['4 MISSING_WORD']],
    ['an id that is none', entry('').replace('X-01', 'x 1'), ['2 WRONG_TYPE']],
    ['no period', entry('').replace('    period: { days: 3 }\n', ''), ['2 MISSING_WORD']],
  ])('refuses %s at its line', (_what, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  it('takes an id again for other days, and refuses it for the same', () => {
    const twice = (until: string, from: string): string => `${entry(`    effective: { to: ${until} }`)}\n${entry(`    effective: { from: ${from} }`).slice('periods:\n'.length)}`;
    expect(problemsOf(twice('2021-12-31', '2022-01-01'))).toEqual([]);
    expect(problemsOf(twice('2022-01-01', '2022-01-01'))).toEqual(['8 OVERLAP']);
  });

  it('cannot be used with an error, which names file and line', () => {
    expect(() => mustLoadPeriods([{ file: 'x.yaml', text: entry('    due: soon') }])).toThrow(PeriodFileError);
    expect(() => mustLoadPeriods([{ file: 'x.yaml', text: entry('    due: soon') }])).toThrow('x.yaml:7');
  });
});
