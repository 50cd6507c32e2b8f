/** What cannot be computed: which word of the question is wrong, why, and what to do next. */
export interface CalculatorRefusal {
  readonly parameter: 'from' | 'rule' | 'case' | 'period' | 'roll' | 'pause';
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** Thrown inside the calculator only; its doors turn it into a value. */
export class Refused extends Error {
  constructor(readonly refusal: CalculatorRefusal) {
    super(refusal.code);
    this.name = 'Refused';
  }
}

/** Ends the reading of a question. */
export function refuse(parameter: CalculatorRefusal['parameter'], code: string, zh: string, en: string): never {
  throw new Refused({ parameter, code, zh, en });
}

/** What was asked, cut where it is too long to be said again. */
export function quoted(text: string): string {
  const shown = [...text.replace(/\p{C}/gu, '�')];
  return shown.length <= 60 ? shown.join('') : `${shown.slice(0, 60).join('')}…`;
}
