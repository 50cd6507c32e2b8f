import { findings, isProse } from './words';

const documents = new Set(['README.md']);
const said = (line: string, file = 'libs/kernel/src/time.ts') => findings(file, line, documents).map(({ words }) => words);

describe('the project speaks of itself alone', () => {
  it.each([
    ["const log = '/work/main/data';", '/work/m'],
    ['// as /home/someone/fengqiao had it', '/home/s'],
    ["readFileSync('../shared/data/vectors.csv')", 'shared/'],
    ['// see issue 3', 'issue 3'],
    ['// ticket from last week', 'ticket'],
    ['// decisions 12 says so', 'decisions 12'],
    ['// written by an AI agent', 'AI agent'],
    ['// asked ChatGPT', 'ChatGPT'],
    ['// policy.md section 3', 'policy.md'],
    ["zh: '末日为休息日的,顺延至其后首个工作日'", '的,'],
  ])('finds what %s should not say', (line, words) => {
    expect(said(line)).toContain(words);
  });

  it.each([
    ['mediation.v1.SessionHeld 调解'],
    ['result.error.issues.map((issue) => issue.message)'],
    ['the agent of a party (委托代理人)'],
    ['see README.md'],
    ['FENGQIAO_SHARED names the folder that is shared/ beside the project otherwise'],
    ['https://www.rfc-editor.org/rfc/rfc8785 issue 1'],
    ['/v1/mediation/disputes/{id}/workflow'],
    ["{ zh: '末日为休息日的，顺延', en: 'moves on' }, office 机构, county 县"],
  ])('lets %s stand', (line) => {
    expect(said(line)).toEqual([]);
  });

  it('says where, and why', () => {
    expect(findings('a.ts', 'one\ntwo /work/x', documents)).toEqual([
      { file: 'a.ts', line: 2, words: '/work/x', because: 'a path of one machine: take the place as an argument or from the environment' },
    ]);
  });

  it('lets the one helper name the folder of real data', () => {
    expect(said("join(root, '../shared/data')", 'libs/testing/src/shared-data.ts')).toEqual([]);
  });

  it('reads prose, not locks and data tables', () => {
    expect(['README.md', 'libs/kernel/src/time.ts', '.ci/run'].filter(isProse)).toHaveLength(3);
    expect(['package-lock.json', 'proto/baseline.binpb', 'libs/calendar/data/days.csv'].filter(isProse)).toEqual([]);
  });
});
