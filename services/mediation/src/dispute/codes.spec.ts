import { parseDate, type EpochDay } from '@fengqiao/kernel';
import { CATEGORIES, categoryOf, codesOf, DECLINE_REASONS, DESTINATIONS, FLAGS, inForce, PRIORITY_PERSONS, SOURCES, SUPPORT_TOPICS } from './codes';
import { DOCUMENTS } from './documents';

const day = (text: string) => parseDate(text) as EpochDay;

describe('the code tables', () => {
  it.each(Object.entries({ CATEGORIES, SOURCES, FLAGS, PRIORITY_PERSONS, DESTINATIONS, DECLINE_REASONS, SUPPORT_TOPICS, DOCUMENTS }))('%s: each code once, each with a Chinese word and a day that exists', (_name, table) => {
    expect(new Set(codesOf(table)).size).toBe(table.length);
    for (const entry of table) {
      expect(entry.zh).toMatch(/\p{Script=Han}/u);
      expect(parseDate(entry.from)).toBeDefined();
    }
  });

  it('know a code from its first day until it is ended', () => {
    const table = [{ code: 'old', zh: '旧', from: '2012-01-01', until: '2020-01-01' }, { code: 'open', zh: '新', from: '2020-01-01' }];
    expect(['2011-12-31', '2012-01-01', '2019-12-31', '2020-01-01'].map((text) => inForce(table, 'old', day(text)))).toEqual([false, true, true, false]);
    expect(inForce(table, 'open', day('2099-01-01'))).toBe(true);
    expect(inForce(table, 'none', day('2026-01-01'))).toBe(false);
  });

  it.each([
    ['traffic', 'traffic'], ['邻里', 'neighbour'], ['家庭婚姻纠纷', 'family'], ['抚养权纠纷', 'custody'], ['抚养费', 'support'], ['经济债务纠纷', 'contract'],
    ['房产土地纠纷', 'house'], ['医疗健康纠纷', 'medical'], ['校园教育纠纷', 'other'], ['', 'other'],
  ])('find the code of the wording “%s”: %s', (wording, code) => {
    expect(categoryOf(wording)).toBe(code);
  });
});
