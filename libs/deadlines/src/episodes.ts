import { millisOf, type Millis } from '@fengqiao/kernel';
import { compare, inOrder, learntAt, type Scene } from './facts';
import { obligationId } from './ids';
import { read, type Closing, type Reading, type World } from './reading';
import { ownKey } from './series';
import type { Start } from './start';
import { dealtOut } from './window-facts';

/** One instance of a rule: the starts that fall together, and what they come to. */
export interface Episode {
  readonly id: string;
  /** In order. */
  readonly starts: readonly Start[];
  readonly reading: Reading;
  /** What it was read in. */
  readonly scene: Scene;
}

/** The episodes of one rule and key. `keep` and `restart` make one; `newAfterClosed` opens another with the first start after a closing. */
export function episodesOf(starts: readonly Start[], scene: Scene, world: World): Episode[] {
  const episodes: Episode[] = [];
  let own = scene;
  let rest = starts;
  while (rest.length > 0) {
    const { starts: together, reading } = nextEpisode(rest, own, world);
    episodes.push({ id: idOf(together, scene), starts: together, reading, scene: own });
    if (together.length === rest.length) break;
    const spent = reading.closing?.occurrence?.fact.id;
    if (spent !== undefined) own = { ...scene, spent: new Set([...(own.spent ?? []), spent]) };
    rest = rest.slice(together.length);
  }
  return episodes;
}

/** The episodes of a series, one for each window; `starts` are the windows of one key in order of opening. */
export function windowsAsEpisodes(starts: readonly Start[], scene: Scene, world: World): Episode[] {
  const dealt = dealtOut(starts, scene);
  return starts.map((start, index) => {
    const own: Scene = { ...scene, own: dealt[index] ?? new Map() };
    const { root } = start.governing.compiled.rule;
    return { id: obligationId(root, scene.subject, ownKey(start), start.window?.nominal ?? ''), starts: [start], reading: standing([start], own, world), scene: own };
  });
}

/** What an episode comes to by less: by what was true at an instant, or known before one. Undefined where that has no start. */
export function readAgain({ starts, scene }: Episode, less: Pick<Scene, 'trueAt' | 'recordedBefore'>, world: World): Reading | undefined {
  const { trueAt, recordedBefore } = less;
  const seen = starts.filter(({ at, fact }) => (trueAt === undefined || at <= trueAt) && (recordedBefore === undefined || learntAt(fact) < recordedBefore));
  return seen.length === 0 ? undefined : standing(seen, { ...scene, ...less }, world);
}

function nextEpisode(starts: readonly Start[], scene: Scene, world: World): Pick<Episode, 'starts' | 'reading'> {
  const reading = standing(starts, scene, world);
  const { closing } = reading;
  if (!closing || starts[0]?.governing.compiled.rule.again !== 'newAfterClosed') return { starts, reading };
  // The first start is in its own episode, also where only the day of the closing is known and begins before it.
  const after = starts.findIndex((start, index) => index > 0 && isAfter(start, closing));
  return { starts: after < 0 ? starts : starts.slice(0, after), reading };
}

/** The start that stands: the earliest, or with `restart` the last one that came before the due and before the closing. */
function standing(starts: readonly Start[], scene: Scene, world: World): Reading {
  const first = starts[0] as Start;
  let reading = readInForce(first, scene, world);
  if (starts.length === 1 || first.governing.compiled.rule.again !== 'restart') return reading;
  for (const start of starts.slice(1)) {
    const { due, closing } = reading;
    const tooLate = (due !== undefined && start.at >= due) || start.at > scene.now || (closing && isAfter(start, closing));
    if (!tooLate) reading = readInForce(start, scene, world);
  }
  return reading;
}

/** A start under the version that governs it: the one at its recording, until an adoption times again what is open then. */
function readInForce(start: Start, scene: Scene, world: World): Reading {
  let reading = read(start, scene, world);
  // Windows are nominal: each keeps the version that governed when it opened.
  if (start.window) return reading;
  const { packs, rulesAt } = world.policy;
  for (const { adoptedAt, retime } of packs) {
    if (retime !== 'open') continue;
    const at = millisOf(adoptedAt);
    if (adoptedAt <= learntAt(start.fact) || at > (scene.trueAt ?? Infinity) || (scene.recordedBefore !== undefined && adoptedAt >= scene.recordedBefore)) continue;
    if (reading.closing && reading.closing.at <= at) return reading;
    const { governing } = reading.start;
    const newer = rulesAt(at, adoptedAt).get(governing.compiled.rule.root);
    if (!newer?.effective || newer.compiled.series || newer.compiled.rule === governing.compiled.rule) continue;
    reading = read({ ...reading.start, governing: newer, retimedAt: at }, scene, world);
  }
  return reading;
}

/** A start at the very instant of a lapse comes after it; otherwise the order of facts decides. */
function isAfter(start: Start, { at, occurrence }: Closing): boolean {
  return occurrence ? inOrder(start, { ...occurrence, at }) > 0 : start.at >= at;
}

function idOf(starts: readonly Start[], { subject }: Scene): string {
  const start = starts.reduce((first, each) => ((compare(each.fact.recordedAt, first.fact.recordedAt) || compare(each.fact.id, first.fact.id)) < 0 ? each : first));
  return obligationId(start.governing.compiled.rule.root, subject, start.key, start.fact.id);
}

/** When the fact that last moved the due was recorded: what was known before it gave another due, or none. */
export function knownSince(episode: Episode, world: World): Millis {
  const { starts, reading } = episode;
  if (starts.length === 1 && reading.acts.length === 0) return millisOf(learntAt(reading.start.fact));
  const recorded = [...new Set([...starts.map(({ fact }) => fact), ...reading.acts].map(learntAt))].sort().reverse();
  for (const recordedAt of recorded) {
    if (recorded.length > 1 && readAgain(episode, { recordedBefore: recordedAt }, world)?.computed?.due === reading.computed?.due) continue;
    return millisOf(recordedAt);
  }
  return millisOf(learntAt(reading.start.fact));
}
