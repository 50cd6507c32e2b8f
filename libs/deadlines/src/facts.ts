import { formatDate, millisOf, MS_PER_DAY, shanghaiDay, type JsonObject, type Millis } from '@fengqiao/kernel';
import { emptyEventView, eventView, startView, textAtPath, type CompiledTrigger, type ConditionInput } from '@fengqiao/policies';
import { momentOf, timeOfDayOf, type Moment } from './moment';
import type { Words } from './period-words';
import type { Fact } from './types';

/** The facts of a subject, and how much of them a reading may see. */
export interface Scene {
  readonly subject: string;
  readonly byType: ReadonlyMap<string, readonly Fact[]>;
  /** Facts whose moment lies after it have not happened yet. */
  readonly now: Millis;
  /** Facts recorded at it or earlier came with an import; empty where there was none. */
  readonly importedUntil: string;
  /** Reads what was true at an instant: what happened later is left out. */
  readonly trueAt?: Millis;
  /** Facts that closed an earlier episode: they close no later one. */
  readonly spent?: ReadonlySet<string>;
  /** Reads what was known before an instant (canonical text): facts learnt at it or later are left out. */
  readonly recordedBefore?: string;
  /** In one window of a series: the facts that are its own, by the trigger they may answer. */
  readonly own?: ReadonlyMap<CompiledTrigger, readonly Fact[]>;
  /** Remembered for this question alone. */
  readonly orders: Orders;
  /** Texts of instants as they were read, remembered for this question alone: every trigger asks for those of its facts. */
  readonly instants: Map<string, Millis>;
}

/** A fact as a trigger sees it: at its moment. */
export interface Occurrence extends Moment {
  readonly fact: Fact;
  /** What people call it where it stands in the rule. */
  readonly name: Words;
}

/** What the conditions of one obligation read beside the event. */
export class Reader {
  private view: object | undefined;

  /** `started`: the start, where its day is known. `from`: the moment of the start; empty while the start itself is judged. */
  constructor(
    readonly key: string,
    readonly subject: object,
    readonly param: object,
    readonly started: Moment | undefined,
    readonly from: Moment | undefined,
  ) {}

  /** The start as conditions see it; a day has no time of day. Few conditions ask for it. */
  get start(): object {
    return (this.view ??= this.started ? startView(formatDate(shanghaiDay(this.started.at)), timeOfDayOf(this.started)) : startView(undefined, undefined));
  }
}

/** What a condition on a fact reads. */
class Input implements ConditionInput {
  readonly event: object;

  constructor(
    { type, data }: Fact,
    private readonly reader: Reader,
    readonly last: object,
    readonly count: bigint,
    readonly each: unknown,
  ) {
    this.event = eventView(type, data);
  }

  get key(): string {
    return this.reader.key;
  }

  get subject(): object {
    return this.reader.subject;
  }

  get start(): object {
    return this.reader.start;
  }

  get param(): object {
    return this.reader.param;
  }
}

/** `unclear`: the condition erred, or the moment cannot be told. The caller takes the strict reading. */
export type Verdict = 'yes' | 'no' | 'unclear';

/** Orders occurrences by moment, then by when they were recorded, then by id: the order in which they arrived never matters. */
export function inOrder(a: Occurrence, b: Occurrence): number {
  return a.at - b.at || compare(a.fact.recordedAt, b.fact.recordedAt) || compare(a.fact.id, b.fact.id);
}

/** Orders texts by code unit, which for canonical instants is the order of time. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** When a fact was recorded as it now reads: a correction is news. */
export function learntAt({ recordedAt, correctedAt }: Fact): Fact['recordedAt'] {
  return correctedAt !== undefined && correctedAt > recordedAt ? correctedAt : recordedAt;
}

/** Facts of the trigger's type that belong to the subject and to the key, whatever their moment; those recorded too late for the scene are left out. */
export function factsFor(trigger: CompiledTrigger, scene: Scene, key: string | undefined): readonly Fact[] {
  const own = scene.own?.get(trigger);
  if (own) return scene.recordedBefore === undefined ? own : own.filter((fact) => isKnown(fact, scene));
  const facts = scene.byType.get(trigger.on);
  if (!facts) return NO_FACTS;
  const plain = trigger.key === undefined && trigger.of === undefined && trigger.is === undefined && scene.recordedBefore === undefined;
  return plain ? facts : facts.filter((fact) => belongs(trigger, fact, scene) && (key === undefined || touches(trigger, fact, key)));
}

const NO_FACTS: readonly Fact[] = [];

/** The key of the obligation that a fact starts; empty where the rule has none. */
export function keyOf(trigger: CompiledTrigger, fact: Fact): string {
  if (trigger.is) return String(fact.data['key']);
  return trigger.key === undefined ? '' : (textAtPath(fact.data, trigger.key) ?? '');
}

/** When a fact happened for a trigger; undefined where the day is unknown. A claim more than 24 hours old that nobody approved counts from its recording. */
export function momentFor(trigger: CompiledTrigger, fact: Fact, scene: Scene): Moment | undefined {
  if (trigger.at === 'recorded') return { at: instantOf(fact.recordedAt, scene) };
  if (trigger.at !== 'occurred') return momentOf(textAtPath(fact.data, trigger.at) ?? '');
  const occurred = instantOf(fact.occurredAt, scene);
  if (!trigger.claimable || fact.data['approvedBy'] || fact.recordedAt <= scene.importedUntil) return { at: occurred };
  const recorded = instantOf(fact.recordedAt, scene);
  return { at: recorded - occurred > MS_PER_DAY ? recorded : occurred };
}

/** A canonical instant in milliseconds, read once for a question. */
export function instantOf(text: string, { instants }: Scene): Millis {
  const known = instants.get(text);
  if (known !== undefined) return known;
  const at = millisOf(text);
  instants.set(text, at);
  return at;
}

/** Whether the condition of a trigger holds for a fact. */
export function holds(trigger: CompiledTrigger, fact: Fact, scene: Scene, reader: Reader): Verdict {
  if (!trigger.when) return 'yes';
  const { when } = trigger;
  if (!trigger.asksHistory) return judged(() => when(inputOf(fact, reader)));
  const { count, last } = history(trigger, fact, scene, reader);
  return judged(() => when(new Input(fact, reader, last ?? emptyEventView(trigger.on), BigInt(count), undefined)));
}

/** What a condition says; one that errs says nothing. */
export function judged(condition: () => boolean): Verdict {
  try {
    return condition() ? 'yes' : 'no';
  } catch {
    return 'unclear';
  }
}

/** What a condition on a fact reads, as if there were no other of its type before it; `each` is the member of a list that it is about. */
export function inputOf(fact: Fact, reader: Reader, each?: unknown): ConditionInput {
  return new Input(fact, reader, emptyEventView(fact.type), 1n, each);
}

/** Which one of its type a fact is, and the one before it: of the whole subject for a start, from the start on for everything after it. */
function history(trigger: CompiledTrigger, fact: Fact, scene: Scene, { key, from }: Reader): { count: number; last: object | undefined } {
  const { order, places } = orderOf(trigger, scene, key, from);
  const index = places.get(fact.id) ?? -1;
  const last = order[index - 1];
  return { count: index + 1, last: last && eventView(last.fact.type, last.fact.data) };
}

interface Order {
  readonly order: readonly Occurrence[];
  readonly places: ReadonlyMap<string, number>;
}

/** Orders that were made already, by trigger and by all else that they depend on. */
export type Orders = Map<CompiledTrigger, Map<string, Order>>;

/** Every fact of a trigger is asked for its place, so the order is made once; in a window, which has few facts of its own, each time. */
function orderOf(trigger: CompiledTrigger, scene: Scene, key: string, from: Moment | undefined): Order {
  if (scene.own?.has(trigger)) return inPlaces(trigger, scene, key, from);
  let byReader = scene.orders.get(trigger);
  if (!byReader) scene.orders.set(trigger, (byReader = new Map()));
  // The key may hold anything, so it comes last.
  const reader = `${from?.at} ${from?.until} ${scene.recordedBefore} ${key}`;
  let order = byReader.get(reader);
  if (!order) byReader.set(reader, (order = inPlaces(trigger, scene, key, from)));
  return order;
}

function inPlaces(trigger: CompiledTrigger, scene: Scene, key: string, from: Moment | undefined): Order {
  const order: Occurrence[] = [];
  for (const fact of factsFor(trigger, scene, key)) {
    const moment = momentFor(trigger, fact, scene);
    if (moment && (!from || isFrom(moment, from))) order.push({ at: moment.at, until: moment.until, fact, name: trigger.name });
  }
  if (order.length > 1) order.sort(inOrder);
  const places = new Map<string, number>();
  order.forEach(({ fact }, place) => places.set(fact.id, place));
  return { order, places };
}

/** True of what happened at the start or later; a day counts where any of it does. */
export function isFrom(moment: Moment, start: Moment): boolean {
  return moment.until === undefined ? moment.at >= start.at : moment.until > start.at;
}

/** Whether a fact is one that a trigger waits for in this subject, whatever its key. */
export function belongs(trigger: CompiledTrigger, fact: Fact, scene: Scene): boolean {
  const { subject } = scene;
  if (!isKnown(fact, scene)) return false;
  if (trigger.is) return trigger.is.some((outcome) => outcome === fact.data['outcome']);
  return trigger.of === undefined || namesAt(fact.data, trigger.of.path).some((id) => `${trigger.of?.kind}-${id}` === subject);
}

function isKnown(fact: Fact, { recordedBefore }: Scene): boolean {
  return recordedBefore === undefined || learntAt(fact) < recordedBefore;
}

/** The ids that a reference holds, one or a list of them. */
function namesAt(data: JsonObject, path: readonly string[]): readonly string[] {
  let value: unknown = data;
  for (const name of path) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string');
}

/** A trigger without a key touches every obligation of the rule in the subject. */
function touches(trigger: CompiledTrigger, fact: Fact, key: string): boolean {
  if (trigger.is) return key === '' || fact.data['key'] === '' || fact.data['key'] === key;
  return trigger.key === undefined || textAtPath(fact.data, trigger.key) === key;
}
