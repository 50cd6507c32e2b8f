import { invariant, millisOf, MS_PER_DAY, parseDate, shanghaiDay, startOfShanghaiDay, toInstant, type EpochDay, type Instant, type Millis } from '@fengqiao/kernel';
import { firstAdoption, type BindableRule, type CompiledSeries, type GoverningRule, type StartingRule } from '@fengqiao/policies';
import { compare, inOrder, learntAt, Reader, type Occurrence, type Scene } from './facts';
import { lengthFor } from './parameters';
import { find } from './occurrences';
import { correspondingDay } from './period-count';
import { byKey, startsUnder, type Policy, type Start } from './start';
import { firstFrom, windowsOf, type Window } from './windows';

/** The windows of a series that have opened, as starts, and when the next one may open. */
export interface Series {
  /** By key, in order of opening. */
  readonly starts: readonly (readonly Start[])[];
  readonly instants: readonly Millis[];
}

/** A subject has so many windows of one rule at most: ten years of cut-offs twice a day. A rule that has more is a mistake. */
const MOST_WINDOWS = 8_000;

/** A stretch of time in which a series runs: from what began it to what ended it. */
interface Span {
  readonly start: Start;
  readonly end?: Occurrence;
}

/** The windows of a calendar or of cut-offs that opened while the subject was one of the rule's, each under the version that governed then. */
export function windowsIn(rule: BindableRule, scene: Scene, policy: Policy): Series {
  const starts: Start[] = [];
  const instants: Millis[] = [];
  for (const wording of rule.wordings) {
    const { series } = wording;
    if (!series || series.stretch) continue;
    const opened = openedUnder(wording, series, scene, policy);
    starts.push(...opened.starts);
    instants.push(...opened.instants);
  }
  return { starts: byWindow(starts), instants };
}

function openedUnder(wording: StartingRule, series: CompiledSeries, scene: Scene, policy: Policy): { starts: Start[]; instants: Millis[] } {
  const { packs, subject } = policy;
  const earliest = Math.max(...[firstAdoption(packs)].map((at) => (at === undefined ? Infinity : millisOf(at))), firstFact(wording, scene), dayStart(wording.rule.effective.from));
  if (earliest === Infinity) return { starts: [], instants: [] };
  const spans = new Map<GoverningRule, readonly (readonly Span[])[]>();
  const instants: Millis[] = [];
  const under = (governing: GoverningRule): readonly (readonly Span[])[] => {
    const known = spans.get(governing) ?? byKey(startsUnder(wording, scene, policy, governing)).map((bases) => spansOf(bases, scene, instants));
    spans.set(governing, known);
    return known;
  };
  const windows = windowsOf(series, earliest as Millis, scene.now);
  invariant(windows.length <= MOST_WINDOWS, `${wording.rule.id} has ${windows.length} windows for ${subject.stream}`);
  const startsIn = (window: Window): Start[] | undefined => {
    const opensAt = toInstant(window.opens);
    const governing = policy.rulesAt(window.opens, opensAt).get(wording.rule.root);
    if (governing?.compiled.rule !== wording.rule) return undefined;
    return under(governing).flatMap((group) => group.flatMap((span) => (isOpenAt(window.opens, opensAt, span) ? [inWindow(span, window, opensAt)] : [])));
  };
  const starts = windows.flatMap((window) => startsIn(window) ?? []);
  const next = firstFrom(series, (Math.max(scene.now, earliest) + 1) as Millis);
  // Where another version governs then, this one may govern later: that window is looked at when it opens.
  const mayOpen = next !== undefined && startsIn(next)?.length !== 0;
  return { starts, instants: mayOpen ? [...instants, next.opens] : instants };
}

/** When the first fact that could begin the series was recorded; never where there is none. */
function firstFact({ start }: StartingRule, { byType }: Scene): number {
  const facts = start.flatMap((group) => group.flatMap(({ on }) => byType.get(on) ?? []));
  return facts.reduce((first, { recordedAt }) => Math.min(first, millisOf(recordedAt)), Infinity);
}

function dayStart(day: string): number {
  const epochDay = parseDate(day);
  return epochDay === undefined ? -Infinity : startOfShanghaiDay(epochDay);
}

/** A member at the opening, and known as one: nobody owes what opened before anybody knew of him. */
function isOpenAt(opens: Millis, opensAt: Instant, { start, end }: Span): boolean {
  return start.at <= opens && learntAt(start.fact) <= opensAt && (end === undefined || end.at > opens);
}

function inWindow({ start, end }: Span, window: Window, recordedAt: Instant): Start {
  const { until: _, ...rest } = start;
  return { ...rest, at: window.opens, fact: { ...start.fact, recordedAt }, key: keyOf(start.key, window.name), dayKnown: true, window, ...(end && { seriesEnd: end }) };
}

/** The grid of each start of a rule: its k-th occurrence ends k lengths after it. The version that governs is that of the start. */
export function gridsIn(groups: readonly (readonly Start[])[], scene: Scene): Series {
  const instants: Millis[] = [];
  const starts = groups.flatMap((group) => {
    const series = group[0]?.governing.compiled.series;
    return series?.stretch ? spansOf(group, scene, instants).flatMap((span) => gridOf(span, group, series, scene, instants)) : [];
  });
  return { starts: byWindow(starts), instants };
}

function gridOf(span: Span, group: readonly Start[], series: CompiledSeries, { now }: Scene, instants: Millis[]): Start[] {
  const { start, end } = span;
  const named = [...group.filter(({ at }) => at >= start.at)].sort((a, b) => compare(a.fact.recordedAt, b.fact.recordedAt) || compare(a.fact.id, b.fact.id))[0] ?? start;
  const length = lengthFor(series.stretch ?? {}, start.governing.parameters);
  const first = shanghaiDay(start.at);
  const starts: Start[] = [];
  let opens = start.at;
  for (let k = 1; opens <= now && (end === undefined || opens < end.at) && (series.to === undefined || shanghaiDay(opens) <= series.to); k += 1) {
    invariant(k <= MOST_WINDOWS, `${start.governing.compiled.rule.id} has more than ${MOST_WINDOWS} stretches from ${start.fact.id}`);
    const lastDay = (length.days === undefined ? correspondingDay(first, k * (length.months ?? 12 * (length.years ?? 1))) : first + k * length.days) as EpochDay;
    const closes = startOfShanghaiDay(lastDay + 1);
    const words = { zh: `第 ${k} 期`, en: `no. ${k} of the series` };
    starts.push({ ...atOpening(start, opens), key: keyOf(start.key, String(k)), window: { name: String(k), words, nominal: `${named.fact.id} ${k}`, opens, closes, lastDay, offset: MS_PER_DAY }, ...(end && { seriesEnd: end }) });
    opens = closes;
  }
  if (opens > now && end === undefined) instants.push(opens);
  return starts;
}

/** What a later stretch is known by lies at its opening; the first one's at the start. */
function atOpening(start: Start, opens: Millis): Start {
  if (opens === start.at) return start;
  const { until: _, ...rest } = start;
  const recordedAt = [start.fact.recordedAt, toInstant(opens)].sort().at(-1) as Instant;
  return { ...rest, at: opens, fact: { ...start.fact, recordedAt } };
}

/** The stretches of time in which a series runs: each start opens one unless one is open, and the first of `until` after it ends it. */
function spansOf(bases: readonly Start[], scene: Scene, instants: Millis[]): readonly Span[] {
  const spans: Span[] = [];
  for (const start of bases) {
    const last = spans.at(-1);
    if (last && (!last.end || inOrder(start, last.end) < 0)) continue;
    const { governing, key, subjectView } = start;
    const reader = new Reader(key, subjectView, governing.parametersView, start.dayKnown ? start : undefined, start);
    const found = (governing.compiled.series?.until ?? []).map((trigger) => find(trigger, scene, reader));
    instants.push(...found.flatMap(({ future }) => future));
    const end = found.flatMap(({ occurrences }) => occurrences).filter((each) => inOrder(each, start) > 0).sort(inOrder)[0];
    spans.push({ start, ...(end && { end }) });
    // A fact may have been recorded by a clock that was ahead of this one.
    instants.push(start.at, millisOf(learntAt(start.fact)));
  }
  return spans;
}

function byWindow(starts: readonly Start[]): readonly (readonly Start[])[] {
  const groups = new Map<string, Start[]>();
  for (const start of starts) {
    const own = ownKey(start);
    const group = groups.get(own);
    if (group) group.push(start);
    else groups.set(own, [start]);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([, group]) => group.sort((a, b) => a.at - b.at));
}

/** `r1/2026-W47`: the key of one window, after the obligation's own key where the rule has one. */
function keyOf(own: string, name: string): string {
  return own === '' ? name : `${own}/${name}`;
}

/** The key without the window. */
export function ownKey({ key, window }: Start): string {
  return window === undefined ? key : key.slice(0, Math.max(0, key.length - window.name.length - 1));
}
