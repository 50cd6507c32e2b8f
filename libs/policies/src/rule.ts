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

/** What another rule's obligation may come to, as a trigger waits for it. */
export const OUTCOMES = ['overdue', 'lapsed', 'met', 'void'] as const;
export type OutcomeName = (typeof OUTCOMES)[number];

/** What a rule waits for. Empty texts stand for words that were left out; words that came later are absent where they were left out, so that older rules keep their bytes. */
export interface Trigger {
  /** Event type, or the root of a rule where `is` says what its obligation has to come to. */
  readonly on: string;
  /** Outcomes of the rule named by `on`; absent where `on` is an event. */
  readonly is?: readonly OutcomeName[];
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

/** How long, or until when. Exactly one of: a length, `until`, `before`, `earliest`, `latest`, `cases`. */
export interface PeriodRule extends Amount {
  readonly roll: Roll;
  /** `HH:mm` or `param.<name>`: closes the last day before 24:00; empty: 24:00. */
  readonly ends: string;
  /** What a length counts from; absent: the start. */
  readonly from?: PeriodFrom;
  /** `event.<field>` of the start, `each.<field>` of its member, or a date; a date means its 24:00. */
  readonly until?: string;
  /** Due when the first of these happens. */
  readonly before?: readonly Trigger[];
  /** The one that ends first of those whose end is known. */
  readonly earliest?: readonly PeriodRule[];
  /** The one that ends last, once all are known. */
  readonly latest?: readonly PeriodRule[];
  /** The first whose condition on the start holds; the last one has none. */
  readonly cases?: readonly CaseRule[];
}

/** What a period may count from other than the start. Exactly one word is present. */
export interface PeriodFrom {
  /** When the start was recorded. */
  readonly known?: true;
  /** The due of the obligation of this rule (its root) with the same key. */
  readonly due?: string;
  /** When the first of these happened. */
  readonly on?: readonly Trigger[];
}

export interface CaseRule {
  /** CEL on the start, or empty: always. */
  readonly when: string;
  readonly period: PeriodRule;
}

export interface PauseRule {
  readonly from: Trigger;
  readonly until: readonly Trigger[];
  /** How long all stops of the rule together may last; then the clock runs again by itself. */
  readonly max?: Amount;
}

/** One obligation for each member. */
export interface EachRule {
  /** A kind of subject (`office`, `committee`), or `event.<list>` of the start. */
  readonly each: string;
  /** CEL over `subject`, and over `event` and `each` where the members are a list; empty: every one. */
  readonly where: string;
  /** Of a list: `each` or `each.<field>`, which names the member's obligation; empty where members are subjects of their own. */
  readonly key: string;
}

export const WINDOWS = ['week', 'month', 'quarter', 'semester', 'year', 'between'] as const;
export type WindowName = (typeof WINDOWS)[number];

/** An obligation for each window, cut-off or stretch. Exactly one of `every`, `at` and `stretch` is present. */
export interface RecursRule {
  /** Calendar windows; `between` is one window from the first day to the last. */
  readonly every?: WindowName;
  /** Cut-offs: recurrence rules of RFC 5545 with FREQ, INTERVAL, BYDAY, BYMONTHDAY, BYMONTH, BYHOUR and BYMINUTE, in Asia/Shanghai. */
  readonly at?: readonly string[];
  /** A case's own grid, counted from its start. */
  readonly stretch?: Amount;
  /** What ends the series of a subject. */
  readonly until: readonly Trigger[];
  /** First and last day of the series; empty: no bound. */
  readonly between: { readonly from: string; readonly to: string };
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
  /** Members that each have an obligation; absent: the subject itself. */
  readonly for?: EachRule;
  /** Where members are a kind of subject and the rule names no start: the facts that make one a member. */
  readonly start: readonly Group[];
  /** Absent: one obligation, not a series. */
  readonly recurs?: RecursRule;
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
  /** Present where the adoption times again what is open. */
  readonly retime?: 'open';
}
