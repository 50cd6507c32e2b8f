/** Chinese first, English beside it. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** How far a citation was checked: V the statute's text was read, V2 a secondary page, U from general knowledge, SEED a local plan or a default of the product. */
export const MARKS = ['V', 'V2', 'U', 'SEED'] as const;
export type Mark = (typeof MARKS)[number];

export interface Citation {
  readonly document: string;
  readonly clause: string;
  readonly verified: Mark;
}

export const NATURES = ['duty', 'aim', 'right', 'term'] as const;
export type Nature = (typeof NATURES)[number];

export const AGAINS = ['keep', 'restart', 'newAfterClosed'] as const;
export type Again = (typeof AGAINS)[number];

/** What a rule waits for. Empty texts stand for words that were left out. */
export interface Trigger {
  /** Event type. */
  readonly on: string;
  /** CEL condition, or empty: always. */
  readonly when: string;
  /** `occurred`, `recorded`, or `event.<field>`. */
  readonly at: string;
  /** `event.<field>`: the obligation of that key alone; empty: every obligation of the rule in the subject. */
  readonly key: string;
  /** `event.<field>`: the subject is the one this reference names; empty: the event's own, or any it refers to. */
  readonly of: string;
  /** What people call it; empty: what the pack calls the event. */
  readonly name: Bilingual;
}

/** Each of these, at the last one's instant; a plain trigger is a group of one. */
export interface Group {
  readonly all: readonly Trigger[];
}

/** A count of days or an exact time; `param` names a parameter that holds one. Exactly one word is present. */
export interface Amount {
  readonly days?: number;
  readonly workingDays?: number;
  readonly months?: number;
  readonly years?: number;
  readonly minutes?: number;
  readonly param?: string;
}

export type Roll = 'next' | 'previous' | 'none';

export interface PeriodRule extends Amount {
  readonly roll: Roll;
  /** `HH:mm` or `param.<name>`: closes the last day before 24:00; empty: 24:00. */
  readonly ends: string;
}

export interface PauseRule {
  readonly from: Trigger;
  readonly until: readonly Trigger[];
}

export interface ExtendRule {
  readonly on: Trigger;
  /** The whole period counted anew from the start. */
  readonly to?: PeriodRule;
  /** As much more, counted from the last day before rolling. */
  readonly by?: Amount;
  /** How many extensions there may be; 0 where the rule sets no bound. */
  readonly max: number;
}

export interface RepeatRule {
  readonly every: Amount;
  /** Hours of the day, first inclusive, last exclusive; outside them only `otherwise` is told, once a night. */
  readonly hours?: { readonly from: string; readonly to: string };
  readonly otherwise: readonly string[];
  /** How many repeats follow the first. */
  readonly max: number;
}

export interface RungRule {
  readonly rung: string;
  /** `start`, `raw`, `last day`, `due`, `known`, or the name of an earlier rung. */
  readonly anchor: string;
  /** Counted from the anchor; negative before it. */
  readonly offset: Amount;
  /** `HH:mm` or `param.<name>`; empty: the anchor's own instant, or 09:00 where days are counted. */
  readonly time: string;
  readonly to: readonly string[];
  readonly repeat?: RepeatRule;
}

/** A rule as it is adopted: every default filled in. */
export interface Rule {
  readonly id: string;
  /** The rule at the end of the chain of overrides; obligations are named by it. */
  readonly root: string;
  /** The rule this one stands in place of, or empty. */
  readonly overrides: string;
  /** False: the rule it overrides does not apply where this pack binds. */
  readonly enabled: boolean;
  readonly name: Bilingual;
  /** What a reader has to know beside the clause, such as that the product chose a default. */
  readonly note: Bilingual;
  readonly cite: readonly Citation[];
  /** First and last day on which a start falls under the rule; empty: no bound. */
  readonly effective: { readonly from: string; readonly to: string };
  readonly nature: Nature;
  readonly start: readonly Group[];
  readonly again: Again;
  readonly period: PeriodRule;
  readonly pause: readonly PauseRule[];
  readonly extend: readonly ExtendRule[];
  readonly met: readonly Group[];
  readonly void: readonly Group[];
  /** The first of these that resolves. */
  readonly responsible: readonly string[];
  readonly ladder: readonly RungRule[];
  /** What the events and rungs of the rule are called. */
  readonly names: Readonly<Record<string, Bilingual>>;
}

/** A number, a truth value, a text (also `17:30` and `PT30M`), or a count of days. */
export type Parameter = number | boolean | string | Amount;

export type Parameters = Readonly<Record<string, Parameter>>;

/** What is hashed: the pack, its parameters and its rules, every default filled in. */
export interface PackContent {
  readonly pack: string;
  readonly version: string;
  /** The pack it builds on, or empty. */
  readonly extends: string;
  /** Division code prefix it binds; empty: the whole country. */
  readonly division: string;
  /** First and last day it binds; empty: no bound. */
  readonly boundFrom: string;
  readonly boundTo: string;
  readonly parameters: Parameters;
  readonly rules: readonly Rule[];
}

/** A pack that may be adopted. `hash` is the SHA-256 (hex) over the RFC 8785 bytes of its content. */
export interface NormalisedPack extends PackContent {
  readonly hash: string;
}

/** A version of a pack in force, read from the log. */
export interface AdoptedPack extends NormalisedPack {
  /** When the adoption was recorded. */
  readonly adoptedAt: string;
}
