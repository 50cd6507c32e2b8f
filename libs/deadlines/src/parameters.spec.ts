import type { PeriodRule } from '@fengqiao/policies';
import { periodFor } from './parameters';

it('a period is that of the parameters in force, whichever it was asked under before', () => {
  const rule: PeriodRule = { param: 'limit', roll: 'next', ends: 'param.closes' };
  const [three, five] = [{ limit: { days: 3 }, closes: '17:00' }, { limit: { workingDays: 5 }, closes: '17:30' }];
  const asked = [three, five, three, { ...five }].map((parameters) => periodFor(rule, parameters));
  expect(asked).toEqual([
    { days: 3, roll: 'next', ends: '17:00' },
    { workingDays: 5, roll: 'next', ends: '17:30' },
    { days: 3, roll: 'next', ends: '17:00' },
    { workingDays: 5, roll: 'next', ends: '17:30' },
  ]);
});
