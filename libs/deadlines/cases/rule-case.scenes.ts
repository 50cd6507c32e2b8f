import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { mustLoadPacks } from '@fengqiao/policies';
import { packTexts } from '@fengqiao/policies/shipped';
import type { JsonObject } from '@fengqiao/kernel';
import { fact, scenario, smallCounty, type FactOptions, type Scenario, type Setting } from '../src/scenario';
import type { Fact, Obligation } from '../src/types';

/*
 * A rule is shown by five cases: what produces its obligation, what meets it, what meets it late, what makes it void, what stops its clock.
 * Days in the cases were counted by hand from the calendar, not by the engine.
 */

/** A fact told briefly: type without `mediation.v1.`, local time in Asia/Shanghai, what it says. */
export type Told = readonly [type: string, at: string, data?: JsonObject, options?: FactOptions];

export interface RuleCase {
  /** The rule as the pack calls it. */
  readonly rule: string;
  /** Where it is played; the first place of the table where it is left out. */
  readonly place?: Setting;
  /** The obligation that is meant, where the rule makes several. */
  readonly key?: string;
  readonly produces: readonly Told[];
  /** Last day in Asia/Shanghai, `YYYY-MM-DD`, or the exclusive instant as a local time `YYYY-MM-DD HH:mm`; empty: the due is open. */
  readonly due: string;
  /** Facts under which the rule stays quiet; left out: those that would meet it start nothing by themselves. */
  readonly quiet?: readonly Told[];
  readonly meets: readonly Told[];
  /** The same after the due; a right or term has lapsed by then and stays so. */
  readonly late: readonly Told[];
  /** The fact names no window, so one that comes after the only window has missed it: the obligation stays open and late. */
  readonly missed?: true;
  /** What makes it void, or `nothing`: then the rule must name nothing. */
  readonly voids: readonly Told[] | 'nothing';
  /** What stops and starts the clock, and the due that follows, or `nothing`: then the rule must name no pause. */
  readonly pauses: { readonly facts: readonly Told[]; readonly due: string } | 'nothing';
  /** What prolongs it, and the due that follows; left out where the rule names no extension. */
  readonly extends?: { readonly facts: readonly Told[]; readonly due: string };
}

const calendar = workingCalendar(loadCalendarYears());
export const packs = mustLoadPacks(packTexts());

/** A place: a division where certain packs bind, and whose dispute, committee, mediator or office the subject is. */
export function placeOf(division: string, kind: 'dispute' | 'committee' | 'mediator' | 'office' = 'dispute', level = 2): Setting {
  const county = smallCounty(packs, calendar, division);
  const context = kind === 'office' ? 'directory' : 'mediation';
  const officeId = ['group', 'village', 'township', 'county', 'city'][level - 1] ?? 'village';
  return { ...county, subject: { stream: `${context}.${kind}-00000000-0000-5000-8000-000000000001`, kind, division, officeId, level } };
}

/** The facts as the engine reads them. */
export function told({ subject }: Setting, facts: readonly Told[]): readonly Fact[] {
  return facts.map(([type, at, data, options], index) => fact(subject, type.includes('.') ? type : `mediation.v1.${type}`, at, data ?? {}, { id: `${type} ${at} ${index}`, ...options }));
}

/** A season: facts happen, time passes between them, and what is owed is raised. */
export function played(place: Setting, facts: readonly Told[]): Scenario {
  return before(place, facts).given(...told(place, facts));
}

/** How things stand when the last fact is known. */
export function known(place: Setting, facts: readonly Told[]): Scenario {
  const all = told(place, facts);
  const last = all.map(({ recordedAt }) => recordedAt).sort().at(-1) as string;
  return before(place, facts).whileDown(last, ...all);
}

function before(place: Setting, facts: readonly Told[]): Scenario {
  const first = facts.map(([, at]) => at).sort()[0] as string;
  return scenario(place, `${first.slice(0, 4)}-01-01 00:00`);
}

/** The obligation that a case is about; undefined where there is none. */
export function meant({ rule, key }: RuleCase, { now }: Scenario): Obligation | undefined {
  const found = now.obligations.filter((each) => each.ruleId === rule && (key === undefined || each.key === key));
  if (found.length > 1) throw new Error(`${rule} makes ${found.map((each) => each.key).join(', ')}: name the one that is meant`);
  return found[0];
}
