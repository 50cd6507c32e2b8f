export { calculate, citationText, type Calculated, type CalculatorAnswer, type CalculatorRule } from './compute';
export { listRules, type ListedRule } from './list-rules';
export type { Asked } from './question';
export type { CalculatorRefusal } from './refusal';
export type { Sources } from './sources';
export { renderAnswer } from './text';
