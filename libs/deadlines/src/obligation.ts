import { formatDate, toInstant, type Millis } from '@fengqiao/kernel';
import { knownSince, type Episode } from './episodes';
import { explain } from './explain';
import type { Scene } from './facts';
import { responsibilityOf, type Holder } from './holder';
import { ladderOf, type LadderRung } from './ladder';
import type { Reading, World } from './reading';
import { instantsOf, rungsOf, type Raised } from './rungs';
import type { Marks, Obligation, RaisedRung, State, Step } from './types';

/** An obligation, and the instants at which it can change without a new fact. */
export interface Told {
  readonly obligation: Obligation;
  readonly instants: readonly Millis[];
}

/** What an episode comes to, with the rungs of it that the log holds. */
export function obligationOf(episode: Episode, raised: readonly RaisedRung[] | undefined, scene: Scene, world: World): Told {
  const { reading, starts } = episode;
  const { due, closing, future } = reading;
  const { rule } = reading.start.governing.compiled;
  const ladder = rule.ladder.length === 0 ? NO_LADDER : ladderOf(reading, { known: knownSince(episode, world), importedUntil: scene.importedUntil, calendar: world.calendar });
  const instants = instantsOf(ladder, episode);
  for (const { at } of starts) instants.push(at);
  // What waits for a late closing starts at the due, which lies ahead where the day was told only after it.
  if (due !== undefined && !closing?.inTime) instants.push(due);
  if (future.length > 0) instants.push(...future);
  return { obligation: new ToldObligation(episode, ladder, raised, scene, world), instants };
}

const NO_LADDER: readonly LadderRung[] = [];
const NONE_RAISED: Raised = new Map();

/** All obligations have one shape and share one getter: each with a closure and fields of its own would be an object of its own kind, which is slow to make and to read. */
class ToldObligation {
  readonly id: string;
  readonly ruleId: string;
  readonly rootRule: string;
  readonly ruleName: Obligation['ruleName'];
  readonly cite: Obligation['cite'];
  readonly nature: Obligation['nature'];
  readonly subject: string;
  readonly key: string;
  readonly startFact: string;
  readonly startedAt: Obligation['startedAt'];
  readonly state: State;
  readonly marks: Marks;
  readonly closedAt: Obligation['closedAt'];
  readonly closedBy: Obligation['closedBy'];
  readonly due: Obligation['due'];
  readonly lastDay: Obligation['lastDay'];
  readonly rawLastDay: Obligation['rawLastDay'];
  readonly responsible: string;
  readonly responsibleOfficeId: string;
  readonly startOfficeId: string;
  readonly officeId: string;
  readonly level: number;
  readonly rungs: Obligation['rungs'];
  readonly pack: string;
  readonly packVersion: string;
  readonly packHash: string;
  readonly calendars: Obligation['calendars'];
  declare readonly explanation: Obligation['explanation'];
  readonly #episode: Episode;
  readonly #holder: Holder;
  readonly #ladder: readonly LadderRung[];
  readonly #scene: Scene;
  #written: Obligation['explanation'] | undefined;

  constructor(episode: Episode, ladder: readonly LadderRung[], raised: readonly RaisedRung[] | undefined, scene: Scene, world: World) {
    const { reading } = episode;
    const { start, computed, closing, due } = reading;
    const { compiled: { rule }, pack } = start.governing;
    const counted = due === undefined ? undefined : computed;
    const { symbol, officeId, holder } = responsibilityOf(reading, scene, world.policy);
    this.id = episode.id;
    this.ruleId = rule.id;
    this.rootRule = rule.root;
    this.ruleName = rule.name;
    this.cite = rule.cite;
    this.nature = rule.nature;
    this.subject = scene.subject;
    this.key = start.key;
    this.startFact = start.fact.id;
    this.startedAt = toInstant(start.at);
    this.state = stateOf(reading, scene);
    this.marks = marksOf(episode, scene);
    this.closedAt = closing && toInstant(closing.at);
    this.closedBy = closing?.occurrence?.fact.id;
    this.due = due === undefined ? undefined : toInstant(due);
    this.lastDay = counted?.lastDay === undefined ? undefined : formatDate(counted.lastDay);
    this.rawLastDay = counted?.lastDay === undefined || counted.rawLastDay === undefined ? undefined : formatDate(counted.rawLastDay);
    this.responsible = symbol;
    this.responsibleOfficeId = officeId;
    this.startOfficeId = start.officeId;
    this.officeId = holder.officeId;
    this.level = holder.level;
    this.rungs = rungsOf(episode, ladder, raised ? new Map(raised.map((each) => [each.rungId, each])) : NONE_RAISED, scene, world);
    this.pack = pack.pack;
    this.packVersion = pack.version;
    this.packHash = pack.hash;
    this.calendars = computed?.calendars ?? NO_CALENDARS;
    this.#episode = episode;
    this.#holder = holder;
    this.#ladder = ladder;
    this.#scene = scene;
    Object.defineProperty(this, 'explanation', EXPLANATION);
  }

  /** Written when it is first read. */
  static explanationOf(told: ToldObligation): readonly Step[] {
    return (told.#written ??= explain(told, told.#episode, told.#holder, told.#ladder, told.#scene));
  }
}

const NO_CALENDARS: Obligation['calendars'] = {};

/** Of the obligation itself, so that a copy of its fields has it too. */
const EXPLANATION: PropertyDescriptor & ThisType<ToldObligation> = {
  enumerable: true,
  configurable: true,
  get() {
    return ToldObligation.explanationOf(this);
  },
};

function stateOf({ start, closing, paused }: Reading, { now }: Scene): State {
  if (closing) return closing.by;
  if (start.at > now) return 'scheduled';
  return paused ? 'paused' : 'running';
}

function marksOf({ starts, reading }: Episode, { now, importedUntil }: Scene): Marks {
  const { start, computed, closing, due, unclear } = reading;
  const { nature } = start.governing.compiled.rule;
  const overdue = closing ? !closing.inTime : due !== undefined && due <= now && (nature === 'duty' || nature === 'aim');
  const eitherSide = closing?.occurrence?.until !== undefined && !closing.inTime && due !== undefined && closing.occurrence.at < due;
  return {
    late: overdue,
    // A start of unknown day may have been before the one that stands.
    undetermined: !start.governing.effective || starts.some(({ dayKnown }) => !dayKnown) || start.unclear || unclear.length > 0 || eitherSide,
    provisional: computed?.provisional ?? false,
    imported: start.fact.recordedAt <= importedUntil,
  };
}
