const ZH = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;
const EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/** Weekday of an epoch day by ISO 8601: 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: number): number {
  // 1970-01-01, day 0, was a Thursday.
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** Saturday or Sunday, whatever the year's arrangement makes of it. */
export function isWeekend(day: number): boolean {
  return weekdayOf(day) > 5;
}

/** `周四`. */
export function weekdayZh(day: number): string {
  return ZH[weekdayOf(day) - 1] as string;
}

/** `Thu`. */
export function weekdayEn(day: number): string {
  return EN[weekdayOf(day) - 1] as string;
}
