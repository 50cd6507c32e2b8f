import { latenessWords } from './period-words';

it.each([
  [1, '不足 1 分', 'less than 1 min'],
  [59_999, '不足 1 分', 'less than 1 min'],
  [60_000, '1 分', '1 min'],
  [9.5 * 3_600_000, '9 小时 30 分', '9 h 30 min'],
  [24 * 3_600_000, '1 天', '1 d'],
  [618 * 3_600_000 + 37 * 60_000 + 45_704, '25 天 18 小时 37 分', '25 d 18 h 37 min'],
])('being late by %d ms is said in whole minutes', (millis, zh, en) => {
  expect(latenessWords(millis)).toEqual({ zh, en });
});
