const ENGLISH: Readonly<Record<string, string>> = {
  元旦: "New Year's Day",
  春节: 'Spring Festival',
  清明节: 'Qingming Festival',
  劳动节: 'Labour Day',
  '“五一”': 'Labour Day',
  '“五一”国际劳动节': 'Labour Day',
  端午节: 'Dragon Boat Festival',
  中秋节: 'Mid-Autumn Festival',
  国庆节: 'National Day',
  '“十一”': 'National Day',
  抗日战争暨世界反法西斯战争胜利70周年纪念日: '70th anniversary of victory in the War of Resistance',
};

/** English name of a holiday as the papers call it (`中秋节、国庆节`); the Chinese name where none is known. */
export function holidayEn(holiday: string): string {
  return holiday
    .split('、')
    .map((part) => ENGLISH[part] ?? part)
    .join(' and ');
}
