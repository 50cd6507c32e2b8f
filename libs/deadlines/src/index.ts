export * from './evaluate';
export { obligationId, rungId } from './ids';
export { onceFor } from './once-for';
export { periodFor } from './parameters';
export { computePeriod, type Extension, type ExtendTo, type PauseMax, type PeriodInput, type Target } from './period';
export { dayWords, dueWords, lengthWords, type Words } from './period-words';
export * from './render';
export * from './types';
export { CITATION_MARKS, responsibleWords, STATE_WORDS } from './words';
