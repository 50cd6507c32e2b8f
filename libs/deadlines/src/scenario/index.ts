import { millisOf, toInstant, type Instant, type JsonObject, type Millis } from '@fengqiao/kernel';
import type { WorkingCalendar } from '@fengqiao/calendar';
import { hashOf, type AdoptedPack, type NormalisedPack } from '@fengqiao/policies';
import { evaluate, type Evaluated } from '../evaluate';
import { obligationId } from '../ids';
import type { Fact, Obligation, OfficeTree, RaisedRung, Rung, Subject } from '../types';

/** What a scenario plays in; for tests of rules. Times are texts in Asia/Shanghai (`2026-11-22 15:00`) or instants with a zone. */
export interface Setting {
  readonly packs: readonly AdoptedPack[];
  readonly calendar: WorkingCalendar;
  readonly offices: OfficeTree;
  readonly subject: Subject;
}

/** How a fact of a scenario differs from the plainest one: recorded when it happened, in the subject's stream, by the subject's office. */
export interface FactOptions {
  readonly recorded?: string;
  readonly id?: string;
  readonly office?: string;
  readonly stream?: string;
}

/** The log of a scenario: facts as they become known, and the rungs an escalator raised and withdrew. */
export interface Scenario {
  /** The facts happen: later calls add to earlier ones. */
  given(...facts: readonly Fact[]): Scenario;
  /** Time passes to an instant; whenever something can change the escalator wakes, raises what is owed and withdraws what is unfounded. */
  whenTimePasses(to: string): Scenario;
  /** Time passes while nobody wakes; facts become known meanwhile. */
  whileDown(to: string, ...facts: readonly Fact[]): Scenario;
  readonly facts: readonly Fact[];
  readonly raised: readonly RaisedRung[];
  /** `18:00 breach#1`, `withdrawn breach#1`, in the order in which it was done. */
  readonly diary: readonly string[];
  readonly now: Evaluated;
  /** The one obligation of a rule (and key); throws where there is none or more than one. */
  obligation(ruleId: string, key?: string): Obligation;
}

/** Instant of a local time in Asia/Shanghai. */
export function local(text: string): Instant {
  return toInstant(millisOf(text.includes('T') ? text : `${text.replace(' ', 'T')}:00+08:00`));
}

/** A fact that happened at a local time. */
export function fact(subject: Subject, type: string, at: string, data: JsonObject = {}, { recorded, id, office, stream }: FactOptions = {}): Fact {
  const occurredAt = local(at);
  const recordedAt = recorded === undefined ? occurredAt : local(recorded);
  const own = id ?? obligationId(type, subject.stream, JSON.stringify(data), `${occurredAt} ${recordedAt}`);
  return { id: own, type, stream: stream ?? subject.stream, revision: 0, occurredAt, recordedAt, actor: 'person', office: office ?? subject.officeId, data };
}

/** The same-day report with its receipt and answer, and the right to a judicial confirmation, by their roots. */
export const SAME_DAY = ['MED-19', 'MED-19.acknowledge', 'MED-19.answer', 'MED-09'];

/** Packs with these rules alone, by their roots: for tests that tell of them and of no other. */
export function onlyRules(packs: readonly NormalisedPack[], roots: readonly string[]): readonly NormalisedPack[] {
  return packs.map((pack) => {
    const content = { ...pack, rules: pack.rules.filter(({ root }) => roots.includes(root)) };
    return { ...content, hash: hashOf(content) };
  });
}

/** A pack as if it had been adopted at a local time. */
export function adopted(pack: NormalisedPack, at: string): AdoptedPack {
  return { ...pack, adoptedAt: local(at) };
}

/** A scenario that begins at a local time with nothing. */
export function scenario(setting: Setting, start: string): Scenario {
  return scene(setting, { facts: [], raised: [], diary: [], at: millisOf(local(start)) });
}

interface Log {
  readonly facts: readonly Fact[];
  readonly raised: readonly RaisedRung[];
  readonly diary: readonly string[];
  readonly at: Millis;
}

function scene(setting: Setting, log: Log): Scenario {
  const now = evaluate({ ...setting, facts: log.facts, raised: log.raised, at: log.at });
  return {
    ...log,
    now,
    given: (...facts) => given(setting, log, facts),
    whenTimePasses: (to) => scene(setting, pass(setting, settled(setting, log), millisOf(local(to)))),
    whileDown: (to, ...facts) => scene(setting, { ...log, facts: [...log.facts, ...facts], at: millisOf(local(to)) }),
    obligation: (ruleId, key) => {
      const found = now.obligations.filter((each) => each.ruleId === ruleId && (key === undefined || each.key === key));
      if (found.length !== 1) throw new Error(`${found.length} obligations of ${ruleId}, not one`);
      return found[0] as Obligation;
    },
  };
}

/** A fact is known from its recording on, so time passes to that instant first. */
function given(setting: Setting, log: Log, facts: readonly Fact[]): Scenario {
  let next = log;
  for (const each of [...facts].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1))) {
    const recorded = millisOf(each.recordedAt);
    if (recorded > next.at) next = pass(setting, settled(setting, next), recorded);
    next = { ...next, facts: [...next.facts, each] };
  }
  return scene(setting, next);
}

function pass(setting: Setting, log: Log, to: Millis): Log {
  let current = log;
  for (;;) {
    const { next } = evaluate({ ...setting, facts: current.facts, raised: current.raised, at: current.at });
    if (next === undefined || next > to) return settled(setting, { ...current, at: to });
    current = settled(setting, { ...current, at: next });
  }
}

/** What an escalator does on waking: everything owed is raised, everything unfounded withdrawn. */
function settled(setting: Setting, log: Log): Log {
  const { obligations } = evaluate({ ...setting, facts: log.facts, raised: log.raised, at: log.at });
  let { raised, diary } = log;
  for (const obligation of obligations) {
    for (const rung of obligation.rungs) {
      if (rung.state === 'owed') {
        raised = [...raised, raisedFrom(obligation, rung, log.at)];
        diary = [...diary, `${clock(log.at)} ${obligation.ruleId} ${rung.name}#${rung.n}`];
      }
      if (rung.unfounded) {
        raised = raised.map((each) => (each.rungId === rung.id ? { ...each, withdrawn: true } : each));
        diary = [...diary, `${clock(log.at)} ${obligation.ruleId} withdrawn ${rung.name}#${rung.n}`];
      }
    }
  }
  return { ...log, raised, diary };
}

function raisedFrom(obligation: Obligation, rung: Rung, at: Millis): RaisedRung {
  return { obligationId: obligation.id, rungId: rung.id, name: rung.name, n: rung.n, at: rung.at, raisedAt: toInstant(at), due: obligation.due ?? toInstant(at), withdrawn: false };
}

/** `11-22 17:30` in Asia/Shanghai. */
function clock(at: Millis): string {
  return toInstant(at + 8 * 3_600_000).slice(5, 16).replace('T', ' ');
}

/** A village, its township, county, city and province; the subject is a dispute of the village. */
export function smallCounty(packs: readonly NormalisedPack[], calendar: WorkingCalendar, division = '330681101201', adoptedAt = '2005-01-01 00:00'): Setting {
  const chain = ['village', 'township', 'county', 'city', 'province'];
  const levelOf = (id: string): number | undefined => (chain.includes(id) ? chain.indexOf(id) + 2 : undefined);
  return {
    packs: packs.map((pack) => adopted(pack, adoptedAt)),
    calendar,
    offices: {
      level: levelOf,
      ancestor: (id, level) => {
        const above = chain.slice(chain.indexOf(id) + 1).find((each) => (levelOf(each) ?? 0) >= level);
        return above === undefined ? undefined : { id: above, level: levelOf(above) ?? 0 };
      },
    },
    subject: { stream: 'mediation.dispute-00000000-0000-5000-8000-000000000001', kind: 'dispute', division, officeId: 'village', level: 2 },
  };
}
