import { millisOf, MS_PER_DAY, shanghaiDay, startOfShanghaiDay, toInstant, type EpochDay, type Millis } from '@fengqiao/kernel';
import { memberText, textAtPath, type CompiledPeriod, type CompiledTrigger } from '@fengqiao/policies';
import type { Acts } from './acts';
import { inOrder, inputOf, judged, type Occurrence, type Reader, type Scene } from './facts';
import { momentOf, type Moment } from './moment';
import { find, type Found } from './occurrences';
import { lengthFor, periodFor, timeFor } from './parameters';
import { countPeriod, type Counted, type PeriodInput, type Target } from './period';
import { timeOfDay, type Trigger } from './period-outcome';
import { instantTrigger, wholeDay } from './period-settle';
import { dueWords, type Words } from './period-words';
import type { World } from './reading';
import type { Start } from './start';
import type { Fact, Period, Step } from './types';

/** The due of another obligation, and the facts that it rests on. */
export interface OtherDue {
  readonly due: Millis;
  readonly facts: readonly Fact[];
}

/** What a period comes to. */
export interface Due {
  /** Without a due while what it counts from, or ends with, is not known. */
  readonly computed: Counted;
  /** Facts beside the start that the due rests on. */
  readonly facts: readonly Fact[];
  readonly found: readonly Found[];
  /** Facts that say nothing that can be read where the period asks them. */
  readonly unclear: readonly Fact[];
}

interface Counting {
  readonly start: Start;
  readonly acts: Acts;
  readonly scene: Scene;
  readonly reader: Reader;
  readonly world: World;
}

/** Counts the period of a start to its due. */
export function dueOf(start: Start, acts: Acts, scene: Scene, reader: Reader, world: World): Due {
  const { period } = start.governing.compiled;
  const counting: Counting = { start, acts, scene, reader, world };
  return start.window ? ofWindow(period, counting) : ofPeriod(period, counting);
}

function ofPeriod(period: CompiledPeriod, counting: Counting): Due {
  const { until, before, earliest, latest, cases, from } = period;
  if (until) return ofUntil(period, until, counting);
  if (before) return ofBefore(before, counting);
  if (earliest) return ofSeveral(earliest, 'earliest', counting);
  if (latest) return ofSeveral(latest, 'latest', counting);
  if (cases) return ofCases(cases, counting);
  return from ? ofLengthFrom(period, from, counting) : counted(counting, beginning(counting.start), periodFor(period.rule, counting.start.governing.parameters));
}

/** A window ends on its last day, or so long after it. */
function ofWindow(period: CompiledPeriod, counting: Counting): Due {
  const { start } = counting;
  const { window, governing } = start;
  const { rule } = period;
  if (!window || rule.days !== 0) {
    const last = window && (window.offset === MS_PER_DAY ? wholeDay(window.lastDay) : instantTrigger(window.closes));
    return counted(counting, last ?? beginning(start), periodFor(rule, governing.parameters));
  }
  const ends = rule.ends === '' ? undefined : timeOfDay(timeFor(rule.ends, governing.parameters));
  const offset = ends ?? window.offset;
  const target: Target = { day: window.lastDay, offset, said: () => told(window.lastDay, offset, window.words) };
  return counted(counting, instantTrigger(start.at), { days: 0, roll: rule.roll }, target);
}

/** An instant or a date that the start, its member or the rule itself names. */
function ofUntil({ rule }: CompiledPeriod, until: NonNullable<CompiledPeriod['until']>, counting: Counting): Due {
  const { start } = counting;
  const text = 'date' in until ? until.date : 'event' in until ? textAtPath(start.fact.data, until.event) : memberText(start.member?.value, until.each);
  const moment = momentOf(text ?? '');
  if (!moment) return { ...open(() => ({ zh: '事实没有写明确切的截止日', en: 'the fact names no exact day to end on' }), start.fact.id), unclear: [start.fact] };
  const ends = rule.ends === '' ? undefined : timeOfDay(timeFor(rule.ends, start.governing.parameters));
  const why: Words = 'date' in until ? { zh: '规则载明', en: 'as the rule says' } : { zh: '事实载明', en: 'as the fact says' };
  const target = targetAt(moment, ends, why);
  return counted(counting, beginning(start), { days: 0, roll: rule.roll }, target);
}

/** Due when it happens; of a day the strict reading takes its beginning. */
function ofBefore(triggers: readonly CompiledTrigger[], counting: Counting): Due {
  const { first, found } = firstFound(triggers, counting);
  if (!first) return { ...open(() => awaited(triggers), ''), found };
  const target = targetAt({ at: first.at }, undefined, { zh: `${first.name.zh}之前`, en: `before ${first.name.en}` });
  const { computed } = counted({ ...counting, acts: { ...counting.acts, pauses: [] } }, beginning(counting.start), { days: 0, roll: 'none' }, target);
  return { computed, facts: [first.fact], found, unclear: [] };
}

function ofLengthFrom({ rule }: CompiledPeriod, from: NonNullable<CompiledPeriod['from']>, counting: Counting): Due {
  const { start, world } = counting;
  const period = periodFor(rule, start.governing.parameters);
  if ('known' in from) return counted(counting, instantTrigger(millisOf(start.fact.recordedAt)), period);
  if ('due' in from) {
    const other = world.otherDue(from.due, start);
    if (!other) return open(() => ({ zh: `规则 ${from.due} 的截止时间未定`, en: `the due of rule ${from.due} is open` }), from.due);
    return { ...counted(counting, fromDue(other.due), period), facts: other.facts };
  }
  const { first, found } = firstFound(from.on, counting);
  if (!first) return { ...open(() => awaited(from.on), ''), found };
  const anchored = counted(counting, beginning(first), period);
  return { ...anchored, facts: [first.fact], found, computed: withSteps(anchored.computed, () => anchorStep(first)) };
}

/** The 24:00 of a day belongs to that day. */
function fromDue(due: Millis): Trigger {
  const day = shanghaiDay(due - 1);
  return due === startOfShanghaiDay(day + 1) ? wholeDay(day) : instantTrigger(due);
}

/** The first to end of those that are known, or the last to end once all are. */
function ofSeveral(periods: readonly CompiledPeriod[], which: 'earliest' | 'latest', counting: Counting): Due {
  const dues = periods.map((each) => ofPeriod(each, counting));
  const merged = { facts: dues.flatMap(({ facts }) => facts), found: dues.flatMap(({ found }) => found), unclear: dues.flatMap(({ unclear }) => unclear) };
  const known = dues.filter(({ computed }) => computed.due !== undefined).sort((a, b) => ((a.computed.due as Millis) < (b.computed.due as Millis) ? -1 : 1));
  const waits = which === 'latest' && known.length < dues.length;
  const chosen = waits ? dues.find(({ computed }) => computed.due === undefined) : which === 'earliest' ? (known[0] ?? dues[0]) : known.at(-1);
  const { computed } = chosen ?? open(() => ({ zh: '无', en: 'none' }), '');
  return { ...merged, computed: withSteps(computed, () => severalStep(which, dues.map((each) => each.computed.due)), dues.flatMap((each) => (each === chosen ? [] : each.computed.stops))) };
}

/** The first case that holds. One that errs may hold: of it and the first that does, the one that ends first counts. */
function ofCases(cases: NonNullable<CompiledPeriod['cases']>, counting: Counting): Due {
  const { start, reader } = counting;
  const { fact } = start;
  const may: CompiledPeriod[] = [];
  for (const { when, period } of cases) {
    const said = when ? judged(() => when(fact.type)(inputOf(fact, reader, start.member?.view))) : 'yes';
    if (said === 'no') continue;
    may.push(period);
    if (said === 'yes') break;
  }
  const [only] = may;
  if (only && may.length === 1) return ofPeriod(only, counting);
  const several = ofSeveral(may, 'earliest', counting);
  return { ...several, unclear: [...several.unclear, fact] };
}

/** A day that a fact names may lie ahead and is known all the same. */
function firstFound(triggers: readonly CompiledTrigger[], { scene, reader }: Counting): { first?: Occurrence; found: Found[] } {
  const { trueAt: _, ...ahead } = { ...scene, now: Infinity as Millis };
  const found = triggers.map((trigger) => find(trigger, typeof trigger.at === 'string' ? scene : ahead, reader));
  const [first] = found.flatMap(({ occurrences }) => occurrences).sort(inOrder);
  return { ...(first && { first }), found };
}

/** The instant of a moment, or its day where only that is known. */
function beginning({ at, until }: Moment): Trigger {
  return until === undefined ? instantTrigger(at) : wholeDay(shanghaiDay(at));
}

/** A date means its 24:00, or the time of day at which the rule closes it. */
function targetAt({ at, until }: Moment, ends: number | undefined, why: Words): Target {
  const day: EpochDay = until === undefined ? shanghaiDay(at - 1) : shanghaiDay(at);
  const offset = until === undefined ? at - startOfShanghaiDay(day) : (ends ?? MS_PER_DAY);
  return { day, offset, said: () => told(day, offset, why) };
}

/** An end, and what tells it. */
function told(day: number, offset: number, why: Words): Words {
  const { zh, en } = dueWords(day, startOfShanghaiDay(day) + offset);
  return { zh: `${zh}（${why.zh}）`, en: `${en} (${why.en})` };
}

function counted({ start, acts: { pauses, extensions }, world }: Counting, from: Trigger, period: Period, target?: Target): Due {
  const { compiled: { rule }, parameters } = start.governing;
  const max = rule.pause.length === 0 ? undefined : rule.pause.find((pause) => pause.max)?.max;
  const input: PeriodInput = { start: from, period, target, pauses, extensions, calendar: world.calendar, pauseMax: max && lengthFor(max, parameters) };
  return { computed: countPeriod(input, () => rule.cite.map(({ document, clause }) => `${document} ${clause}`).join('; ')), facts: [], found: [], unclear: [] };
}

function open(why: () => Words, source: string): Due {
  const steps = (): Step[] => [{ kind: 'due', zh: `截止时间未定：${why().zh}`, en: `The due is open: ${why().en}`, source }];
  return { computed: { provisional: false, calendars: {}, stops: [], steps }, facts: [], found: [], unclear: [] };
}

function awaited(triggers: readonly CompiledTrigger[]): Words {
  return { zh: `尚待${triggers.map(({ name }) => name.zh).join('或')}`, en: `waiting for ${triggers.map(({ name }) => name.en).join(' or ')}` };
}

function anchorStep({ at, name, fact }: Occurrence): Step {
  const { zh, en } = name;
  return { kind: 'period', zh: `自${zh}起计`, en: `Counted from ${en}`, source: fact.id, since: toInstant(at) };
}

function severalStep(which: 'earliest' | 'latest', dues: readonly (Millis | undefined)[]): Step {
  const said = dues.map((due) => (due === undefined ? undefined : dueWords(shanghaiDay(due - 1), due)));
  const [zh, en] = [said.map((words) => words?.zh ?? '未定').join('、'), said.map((words) => words?.en ?? 'open').join(', ')];
  return which === 'earliest'
    ? { kind: 'period', zh: `取已知者中最早的：${zh}`, en: `The earliest of those known: ${en}`, source: '' }
    : { kind: 'period', zh: `各项均已知后取最晚的：${zh}`, en: `The latest, once all are known: ${en}`, source: '' };
}

/** The same count with a step before its own. */
function withSteps(computed: Counted, before: () => Step, stops: Counted['stops'] = []): Counted {
  const all = [...computed.stops, ...stops.filter((stop) => !computed.stops.some((own) => own.from === stop.from))];
  return { ...computed, stops: all, steps: () => [before(), ...computed.steps()] };
}
