/** Why a query is refused: a stable code, Chinese first, and the parameter at fault. HTTP answers 400. */
export interface QueryRefusal {
  readonly code: QueryRefusalCode;
  readonly zh: string;
  readonly en: string;
  /** Name of the parameter as it was given, at most 60 characters of it. */
  readonly parameter: string;
}

export type QueryRefusalCode =
  | 'QUERY_PARAMETER_UNKNOWN'
  | 'QUERY_PARAMETER_REPEATED'
  | 'QUERY_PARAMETERS_TOO_MANY'
  | 'QUERY_VALUE_INVALID'
  | 'QUERY_LIMIT_INVALID'
  | 'QUERY_SORT_INVALID'
  | 'QUERY_FACET_INVALID'
  | 'QUERY_CURSOR_INVALID'
  | 'QUERY_AT_LEAST_INVALID';

/** Stops the reading of one parameter; `parseQuery` turns it into a value and lets none escape. */
export class Refused extends Error {
  readonly refusal: QueryRefusal;

  constructor(code: QueryRefusalCode, parameter: string, zh: string, en: string) {
    super(code);
    this.refusal = { code, zh, en, parameter: [...parameter].slice(0, 60).join('') };
  }
}
