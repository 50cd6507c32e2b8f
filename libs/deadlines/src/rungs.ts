import { millisOf, toInstant, type Millis } from '@fengqiao/kernel';
import { compare, type Scene } from './facts';
import { readAgain, type Episode } from './episodes';
import { rungId } from './ids';
import { ladderOf, type LadderRung } from './ladder';
import type { World } from './reading';
import type { Repeat } from './rung-time';
import type { RaisedRung, Rung } from './types';

/** What the log holds of an obligation's ladder, by rung id. */
export type Raised = ReadonlyMap<string, RaisedRung>;

/** The rungs of an episode, ladder and log together: past, owed and to come, in order of time. */
export function rungsOf(episode: Episode, ladder: readonly LadderRung[], raised: Raised, scene: Scene, world: World): readonly Rung[] {
  const planned: Rung[] = [];
  for (const rung of ladder) {
    addFirst(planned, episode, rung, raised, scene);
    addRepeats(planned, episode, rung, raised, scene);
  }
  const rungs = raised.size === 0 ? planned : withHistory(planned, episode, ladder, raised, world);
  return rungs.length > 1 ? rungs.sort(inOrderOfTime) : rungs;
}

function inOrderOfTime(a: Rung, b: Rung): number {
  return compare(a.at, b.at) || a.n - b.n || compare(a.name, b.name) || compare(a.id, b.id);
}

/** With the rungs that the log alone knows, each with what it rests on. */
function withHistory(planned: readonly Rung[], episode: Episode, ladder: readonly LadderRung[], raised: Raised, world: World): Rung[] {
  const ids = new Set(planned.map(({ id }) => id));
  const history = [...raised.values()].filter(({ rungId: id }) => !ids.has(id)).map((each) => fromLog(each, ladder));
  return [...planned, ...history].map((rung) => withFoundation(rung, episode, raised, world));
}

function addFirst(rungs: Rung[], episode: Episode, rung: LadderRung, raised: Raised, scene: Scene): void {
  const { closing } = episode.reading;
  const never = rung.skipped ? 'skipped' : closing && rung.at > closing.openUntil ? 'dropped' : undefined;
  // Its time came while the obligation was open, so it is owed whenever that is noticed: how often the clock is looked at changes nothing.
  const state = never ?? (rung.at <= scene.now ? 'owed' : 'pending');
  if (raised.size === 0) return void rungs.push(new PlannedRung(episode.id, rung, 1, rung.at, rung.to, state));
  const { id, withdrawals } = freeId(episode.id, rung, 1, raised);
  const isRaised = raised.has(id);
  if (never && !isRaised && withdrawals > 0) return;
  rungs.push({ id, name: rung.name, n: 1, at: toInstant(rung.at), to: rung.to, state: isRaised ? 'raised' : state });
}

/** Of the repeats whose time has passed one is owed, not one for each interval; of those to come the next is shown. */
function addRepeats(rungs: Rung[], episode: Episode, rung: LadderRung, raised: Raised, { now }: Scene): void {
  if (rung.repeats.length === 0 || episode.reading.closing) return;
  const show = ({ n, at, to }: Repeat, waiting: 'owed' | 'pending'): void => {
    if (raised.size === 0) return void rungs.push(new PlannedRung(episode.id, rung, n, at, to, waiting));
    const { id } = freeId(episode.id, rung, n, raised);
    rungs.push({ id, name: rung.name, n, at: toInstant(at), to, state: raised.has(id) ? 'raised' : waiting });
  };
  let [passed, next]: [Repeat?, Repeat?] = [];
  for (const repeat of rung.repeats) {
    if (repeat.at > now) {
      next = repeat;
      break;
    }
    passed = repeat;
  }
  if (passed) show(passed, 'owed');
  if (next) show(next, 'pending');
}

/** A rung of an obligation of which the log holds none: its id is derived when it is first read, which it seldom is before it is raised. */
class PlannedRung {
  declare readonly id: string;
  readonly name: string;
  readonly n: number;
  readonly at: Rung['at'];
  readonly to: Rung['to'];
  readonly state: Rung['state'];
  readonly #obligation: string;
  readonly #from: Millis;
  #id: string | undefined;

  constructor(obligation: string, rung: LadderRung, n: number, at: Millis, to: Rung['to'], state: Rung['state']) {
    Object.defineProperty(this, 'id', DERIVED);
    this.name = rung.name;
    this.n = n;
    this.at = toInstant(at);
    this.to = to;
    this.state = state;
    this.#obligation = obligation;
    this.#from = countedFrom(rung, n);
  }

  static idOf(rung: PlannedRung): string {
    return (rung.#id ??= rungId(rung.#obligation, rung.#from, rung.name, rung.n, 0));
  }
}

/** Of the rung itself, so that a copy of its fields has it too. */
const DERIVED: PropertyDescriptor & ThisType<PlannedRung> = {
  enumerable: true,
  configurable: true,
  get() {
    return PlannedRung.idOf(this);
  },
};

/** The id a rung has now: a withdrawn one is not raised again under its old id. */
function freeId(obligation: string, rung: LadderRung, n: number, raised: Raised): { id: string; withdrawals: number } {
  const from = countedFrom(rung, n);
  for (let withdrawals = 0; ; withdrawals += 1) {
    const id = rungId(obligation, from, rung.name, n, withdrawals);
    if (!raised.get(id)?.withdrawn) return { id, withdrawals };
  }
}

/** What names a rung beside its obligation: a repeat counts from the first of its name. */
function countedFrom({ countsFrom, base }: LadderRung, n: number): Millis {
  return n === 1 ? countsFrom : base;
}

function fromLog({ rungId: id, name, n, at, withdrawn }: RaisedRung, ladder: readonly LadderRung[]): Rung {
  const planned = ladder.find((rung) => rung.name === name);
  const to = planned?.repeats.find((repeat) => repeat.n === n)?.to ?? planned?.to ?? [];
  return { id, name, n, at, to, state: withdrawn ? 'withdrawn' : 'raised' };
}

function withFoundation(rung: Rung, episode: Episode, raised: Raised, world: World): Rung {
  if (rung.state === 'owed') return isFounded(rung, episode, world) ? rung : { ...rung, doubtful: true };
  const logged = raised.get(rung.id);
  if (rung.state !== 'raised' || !logged || isFounded(logged, episode, world)) return rung;
  const because = reasonAgainst(logged, episode);
  return { ...rung, unfounded: true, because: { id: because.id, type: because.type } };
}

/** A raised rung is founded where, by all that is known now, the obligation was open at its instant and its ladder had come so far. */
function isFounded({ at, name }: Pick<RaisedRung, 'at' | 'name'>, episode: Episode, world: World): boolean {
  const { starts, reading } = episode;
  const instant = millisOf(at);
  if (reading.closing && reading.closing.openUntil < instant) return false;
  if (starts.length === 1 && reading.acts.length === 0 && reading.start.retimedAt === undefined) return true;
  const then = readAgain(episode, { trueAt: instant }, world);
  if (!then) return false;
  const ladder = ladderOf(then, { known: NEVER, importedUntil: '', calendar: world.calendar });
  return ladder.some((rung) => rung.name === name && rung.at <= instant);
}

/** What was true then does not depend on when it was learnt. */
const NEVER = 0 as Millis;

/** The fact that proved a rung unfounded: what closed the obligation before it, or the act before it that was recorded last. */
function reasonAgainst({ at }: RaisedRung, { reading }: Episode): { readonly id: string; readonly type: string } {
  const { closing, acts, start } = reading;
  if (closing?.occurrence && closing.openUntil < millisOf(at)) return closing.occurrence.fact;
  const [last] = [...acts].sort((a, b) => compare(b.recordedAt, a.recordedAt) || compare(b.id, a.id));
  return last ?? start.fact;
}

/** Rung instants at which something changes without a new fact. */
export function instantsOf(ladder: readonly LadderRung[], { reading }: Episode): Millis[] {
  if (reading.closing) return [];
  const instants: Millis[] = [];
  for (const rung of ladder) {
    if (rung.skipped) continue;
    instants.push(rung.at);
    for (const repeat of rung.repeats) instants.push(repeat.at);
  }
  return instants;
}
