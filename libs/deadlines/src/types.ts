import type { Instant, JsonObject, PlainDate } from '@fengqiao/kernel';

/** A sentence of an explanation in both languages, with its source (clause, State Council paper, event id). */
export interface Step {
  readonly kind: 'rule' | 'start' | 'period' | 'notCounted' | 'counted' | 'skipped' | 'pause' | 'extend' | 'last' | 'roll' | 'due' | 'provisional' | 'rung' | 'meets' | 'state';
  readonly zh: string;
  readonly en: string;
  readonly source: string;
  /** First and last day the step speaks of, where it speaks of days. */
  readonly from?: PlainDate;
  readonly to?: PlainDate;
  /** Number of days it counts, where it counts. */
  readonly days?: number;
  /** Why days are passed over or counted apart. */
  readonly why?: 'triggerDay' | 'weekend' | 'holiday' | 'makeupWorkday' | 'stopped' | 'afterDue';
  /** Exact instants, of a pause and where time is counted and not days. */
  readonly since?: Instant;
  readonly until?: Instant;
  /** Exact time it counts, in milliseconds. */
  readonly millis?: number;
  /** On `period` and `extend`: what is counted from here on, from the day after `from`; an `extend` without `from` counts from the trigger day. */
  readonly length?: Length;
  /** On `period`: the roll; on `period` and `extend`: the time of day that closes the last day. */
  readonly roll?: Period['roll'];
  readonly ends?: string;
  /** On `due`: the exclusive instant. */
  readonly due?: Instant;
}

/** How long: exactly one of its fields. */
export type Length = Pick<Period, 'days' | 'workingDays' | 'months' | 'years' | 'minutes'>;

/** The length of a limit, in one unit. Exactly one of days, workingDays, months, years, minutes. */
export interface Period {
  readonly days?: number;
  readonly workingDays?: number;
  readonly months?: number;
  readonly years?: number;
  /** Exact time from the instant (hours and PT30M of a pack). */
  readonly minutes?: number;
  readonly roll: 'next' | 'previous' | 'none';
  /** `09:00`: closes the last day before 24:00. */
  readonly ends?: string;
}

/** The clock stood still from the first instant to the second; an open pause has no end. */
export interface Pause {
  readonly from: Instant;
  readonly to?: Instant;
  readonly reason?: string;
  readonly actor?: string;
  readonly source?: string;
}

export interface Computed {
  /** Undefined where the clock stands still and no end is known. */
  readonly due?: Instant;
  readonly lastDay?: PlainDate;
  /** The last day before rolling. */
  readonly rawLastDay?: PlainDate;
  readonly provisional: boolean;
  /** Calendar versions counted with: year -> version. */
  readonly calendars: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** When the clock stood still, bounded as the rule bounds it; a stop without `to` has not ended. */
  readonly stops: readonly { readonly from: Instant; readonly to?: Instant }[];
}

/** One fact: an event of the subject's stream, or of another stream that refers to it. */
export interface Fact {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly revision: number;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly office: string;
  readonly data: JsonObject;
  /** When it was corrected last; the engine sets it where a correction stands. */
  readonly correctedAt?: Instant;
}

export type State = 'scheduled' | 'running' | 'paused' | 'met' | 'void' | 'lapsed';

export interface Marks {
  readonly late: boolean;
  readonly undetermined: boolean;
  readonly provisional: boolean;
  readonly imported: boolean;
}

/** One rung of an obligation's ladder. */
export interface Rung {
  /** Deterministic: (obligation, instant it counts from, name, n, withdrawals before it). */
  readonly id: string;
  readonly name: string;
  readonly n: number;
  readonly at: Instant;
  /** Symbols of the pack: `owner`, `duty(level + 1)`, `nextOnRoster`, `duty(COUNTY)`, `head(office)`. */
  readonly to: readonly string[];
  /** pending: will be raised at `at`; owed: its time has come and it is not in the log; raised, withdrawn: in the log; skipped: its time had passed before the fact was known; dropped: closed or moved before its time. */
  readonly state: 'pending' | 'owed' | 'raised' | 'withdrawn' | 'skipped' | 'dropped';
  /** True where the log holds it but the facts no longer support it: an EscalationWithdrawn is owed. */
  readonly unfounded?: boolean;
  /** True where it is owed and, once raised, would be found unfounded: who raises it judges again. */
  readonly doubtful?: boolean;
  /** The fact that made it unfounded. */
  readonly because?: { readonly id: string; readonly type: string };
}

/** One instance of a rule for a subject. */
export interface Obligation {
  readonly id: string;
  readonly ruleId: string;
  /** The rule at the end of the chain of overrides: the same whichever pack governs. */
  readonly rootRule: string;
  readonly ruleName: { readonly zh: string; readonly en: string };
  readonly cite: readonly { readonly document: string; readonly clause: string; readonly verified: string }[];
  readonly nature: 'duty' | 'aim' | 'right' | 'term';
  readonly subject: string;
  readonly key: string;
  readonly startFact: string;
  readonly startedAt: Instant;
  readonly state: State;
  readonly marks: Marks;
  readonly closedAt?: Instant;
  readonly closedBy?: string;
  readonly due?: Instant;
  readonly lastDay?: PlainDate;
  readonly rawLastDay?: PlainDate;
  /** Office whose breach it is, resolved from `responsible`; empty where a partner is. */
  readonly responsible: string;
  readonly responsibleOfficeId: string;
  /** The office that held the subject at the start. */
  readonly startOfficeId: string;
  /** The office that holds the subject as far as this obligation counts, and its level (0 where unknown): symbols of the ladder are read from it. */
  readonly officeId: string;
  readonly level: number;
  readonly rungs: readonly Rung[];
  readonly pack: string;
  readonly packVersion: string;
  readonly packHash: string;
  readonly calendars: Readonly<Record<string, string>>;
  /** Built by the code that counts. Rungs past and to come are part of it. */
  readonly explanation: readonly Step[];
}

/** A rung the log already holds, read from the obligation's escalation stream. */
export interface RaisedRung {
  readonly obligationId: string;
  readonly rungId: string;
  readonly name: string;
  readonly n: number;
  readonly at: Instant;
  readonly raisedAt: Instant;
  readonly due: Instant;
  readonly withdrawn: boolean;
}

/** The subject as conditions see it (`subject.level`), as of the start; office facts come from the directory. */
export interface Subject {
  readonly stream: string;
  readonly kind: string;
  readonly division: string;
  readonly officeId: string;
  readonly level: number;
}

/** Offices above, as an argument of the engine: it never looks anything up by itself. */
export interface OfficeTree {
  /** The nearest ancestor of that level or above, or undefined above the top. */
  ancestor(officeId: string, level: number): { readonly id: string; readonly level: number } | undefined;
  level(officeId: string): number | undefined;
}
