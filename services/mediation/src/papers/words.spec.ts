import { countOf, dateOf, moneyOf, signedDateOf, timeOf, wordFor } from './words';

describe('words of papers', () => {
  it('say days of Asia/Shanghai, and of old records no more than is known', () => {
    expect(['2026-11-22T16:30:00.000Z', '2026-11-23', '2017-03', '2017', ''].map(dateOf)).toEqual(['2026年11月23日', '2026年11月23日', '2017年3月', '2017年', '']);
    expect(['2026-11-22T16:05:00.000Z', '2026-11-23', ''].map(timeOf)).toEqual(['2026年11月23日00:05', '2026年11月23日', '']);
  });

  it('say the day of signing in Chinese numerals', () => {
    expect(['2026-11-23', '2010-10-10', '2030-01-20', '2026-12-31', '2017-03', ''].map(signedDateOf)).toEqual(['二〇二六年十一月二十三日', '二〇一〇年十月十日', '二〇三〇年一月二十日', '二〇二六年十二月三十一日', '', '']);
    expect([1, 9, 10, 11, 20, 31, 99].map(countOf)).toEqual(['一', '九', '十', '十一', '二十', '三十一', '九十九']);
    expect([100, 1000].map(countOf)).toEqual(['100', '1000']);
  });

  it('say money in yuan without rounding, and no money as such', () => {
    expect(['1', '50', '1250', '10000000', '900719925474099312', '0', ''].map(moneyOf)).toEqual(['0.01元', '0.50元', '12.50元', '100000.00元', '9007199254740993.12元', '未涉及', '未涉及']);
  });

  it('keep a code that has no word, also one that every object has', () => expect([wordFor('later'), wordFor('constructor')]).toEqual(['later', 'constructor']));
});
