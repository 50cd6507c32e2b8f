export { calculatorQueries, type CalculatorParts } from './deadline-compute';
export * from './projection-queries';
export type { ReadParts } from './read-parts';
export { rungLabel } from './labels';
