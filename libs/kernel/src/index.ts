// Named one by one: what `export *` compiles to looks each name up again whenever it is used, and these are used millions of times.
export { accept, conflict, refuse } from './decider';
export type * from './decider';
export { categoryOf, contextOf, idOf } from './event';
export type * from './event';
export { invariant, InvariantViolation, unreachable } from './invariant';
export { Recent } from './recent';
export {
  civilOf, daysInMonth, epochDayOf, formatDate, millisOf, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND,
  parseDate, parseInstant, SHANGHAI_OFFSET_MS, shanghaiDay, shanghaiText, startOfShanghaiDay, toInstant,
} from './time';
export type * from './time';
export { namesBehind, uuid5Of } from './uuid5';
