import type { Instant } from '@fengqiao/kernel';
import type { ViewDocument } from '@fengqiao/read-models';
import { compareFacts, type KnownFact } from './fact';
import type { Judge } from './judge';
import type { KeptObligation } from './kept-obligation';
import { addedTo, bothNews, newsOf, type News } from './news';
import { NextInstants } from './next-instants';
import type { HistoricRung, RungHistory } from './rung-history';
import { judgedAfresh, judgedFully, judgedOn, keptWithRaised, type Asked, type FullJudgement, type Standing, type SubjectDeadlines } from './standing';
import type { StreamFacts } from './subject-facts';
import { foreseenUrgency, mostPressing, type Urgency } from './urgency';

const NONE: ReadonlySet<string> = new Set();
const NO_FACTS: readonly KnownFact[] = [];
const NO_RUNGS: readonly HistoricRung[] = [];

export interface DeadlineAlarm {
  readonly subject: string;
  readonly reason: string;
}

/**
 * The pure half of deadlines: keeps the facts of every subject, judges a subject again when a fact of it arrives or its next instant
 * has come, and knows which instant is next of all. It holds no store, no timer and no directory, so a replay that feeds it can cause nothing.
 * Facts are gathered first and judged by `settle`: a rebuild judges each subject once, in whatever order facts came.
 */
export class DeadlineView {
  private readonly facts = new Map<string, ViewDocument<StreamFacts>>();
  private readonly referring = new Map<string, Set<string>>();
  private readonly histories = new Map<string, ViewDocument<RungHistory>>();
  private readonly escalated = new Map<string, Set<string>>();
  private readonly subjects = new Map<string, SubjectDeadlines>();
  private readonly subjectOf = new Map<string, string>();
  private readonly owingSubjects = new Map<string, Urgency>();
  private readonly next = new NextInstants();
  /** When offices will be others without any event. */
  private readonly rulesNext = new NextInstants();
  private readonly failing = new Map<string, string>();
  /** Subjects about which something is new. */
  private readonly dirty = new Map<string, News>();
  /** Subjects whose next instant has come, and that were not judged since. */
  private readonly due = new Set<string>();
  private readonly changed = new Set<string>();

  constructor(
    private readonly judge: Judge,
    private readonly onAlarm: (alarm: DeadlineAlarm) => void,
  ) {}

  /** Takes the facts of a stream as they now are; also those that only refer to a subject. */
  putFacts(document: ViewDocument<StreamFacts>): void {
    const { stream, parked } = document;
    const { facts } = document.document;
    const before = this.facts.get(stream);
    this.facts.set(stream, document);
    const added = parked || before?.parked ? undefined : addedTo(before?.document.facts ?? [], facts);
    if (!added) this.touch(stream);
    for (const fact of added ?? facts) {
      const news = added ? newsOf(fact) : 'everything';
      this.touch(stream, news);
      for (const subject of fact.references) {
        addTo(this.referring, subject, stream);
        this.touch(subject, news);
      }
    }
  }

  /** Takes the rungs of an obligation as the log now holds them. */
  putRungs(document: ViewDocument<RungHistory>): void {
    const { obligationId, subject } = document.document;
    const before = this.histories.get(obligationId);
    this.histories.set(obligationId, document);
    if (subject === '') return;
    addTo(this.escalated, subject, obligationId);
    if (!this.takeAsJudged(subject, before, document)) this.touch(subject);
  }

  /** Packs, calendars or offices have changed: whatever was judged by the old ones is judged again. */
  rulesChanged(): void {
    for (const stream of this.facts.keys()) this.touch(stream);
    for (const stream of this.referring.keys()) this.touch(stream);
  }

  /** Says that at an instant to come everything has to be judged again although nothing is recorded then; a name has one instant. */
  rulesChangeAt(name: string, at: Instant): void {
    this.rulesNext.set(name, at);
  }

  /**
   * Judges again what has a new fact or whose next instant has come. Asks after each subject whether there is still time;
   * false where it stopped before the end. Who judges by itself whatever owes something may leave those whose instant has come:
   * until then they count as owing.
   */
  settle(now: Instant, goOn: () => boolean = () => true, whoseInstantHasCome: 'judged' | 'left' = 'judged'): boolean {
    let hasChanged = false;
    while (this.rulesNext.takeDue(now) !== undefined) hasChanged = true;
    if (hasChanged) this.rulesChanged();
    for (let due = this.next.takeDue(now); due !== undefined; due = this.next.takeDue(now)) {
      this.leave(due);
      if (!goOn()) return false;
    }
    for (const streams of whoseInstantHasCome === 'judged' ? [this.dirty, this.due] : [this.dirty]) {
      for (const stream of streams.keys()) {
        this.judgeAgain(stream, now);
        if (!goOn()) return this.dirty.size === 0 && (whoseInstantHasCome === 'left' || this.due.size === 0);
      }
    }
    return true;
  }

  /**
   * Judges one subject afresh and keeps what was found: it is settled as of this instant. Only those rules are judged whose instant has
   * come or that hear of its new facts, where that is all that can have changed.
   */
  judgeAgain(stream: string, now: Instant): Standing | undefined {
    const news = this.dirty.get(stream);
    this.dirty.delete(stream);
    this.due.delete(stream);
    const before = this.subjects.get(stream);
    const asked = this.question(stream, now);
    if (!asked) {
      if (before) this.forget(before);
      return undefined;
    }
    const { standing, kept } = (before && news !== 'everything' && judgedOn(this.judge, asked, now, before, news)) || judgedAfresh(this.judge, asked, now);
    this.keep(before, kept);
    return standing;
  }

  /** Judges one subject afresh, with explanations; undefined where it is none. */
  judgeNow(stream: string, now: Instant): FullJudgement | undefined {
    const asked = this.question(stream, now);
    return asked && judgedFully(this.judge, asked);
  }

  /** The earliest instant at which anything can change without a new fact. */
  nextInstant(): Instant | undefined {
    const [own, rules] = [this.next.first(), this.rulesNext.first()];
    return own === undefined || (rules !== undefined && rules < own) ? rules : own;
  }

  /** Subjects for which the log lacks a rung or a withdrawal, the most pressing first, at most so many; without those in `except`. */
  owing(limit = Infinity, except: ReadonlySet<string> = NONE): readonly string[] {
    return mostPressing(this.owingSubjects, limit, except);
  }

  get(stream: string): SubjectDeadlines | undefined {
    return this.subjects.get(stream);
  }

  /** True where something is new about a subject that it was not judged on. */
  hasNews(stream: string): boolean {
    return this.dirty.has(stream);
  }

  /** Subject of an obligation; undefined where there is no such obligation now. */
  subjectOfObligation(obligationId: string): string | undefined {
    return this.subjectOf.get(obligationId);
  }

  history(obligationId: string): ViewDocument<RungHistory> | undefined {
    return this.histories.get(obligationId);
  }

  /** Every subject, in order of stream names. */
  all(): readonly SubjectDeadlines[] {
    return [...this.subjects.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1));
  }

  /** Streams that hold facts of a subject, its own first, each with the last revision known. */
  sourcesOf(stream: string): readonly { readonly stream: string; readonly revision: number }[] {
    const streams = [stream, ...(this.referring.get(stream) ?? [])];
    return [...new Set(streams)].map((each) => ({ stream: each, revision: this.facts.get(each)?.revision ?? -1 }));
  }

  /** Obligations of a subject that have an escalation stream. */
  escalatedOf(stream: string): readonly string[] {
    return [...(this.escalated.get(stream) ?? [])];
  }

  /** Subjects judged since the last call. */
  takeChanged(): readonly string[] {
    const changed = [...this.changed];
    this.changed.clear();
    return changed;
  }

  get size(): number {
    return this.subjects.size;
  }

  /** Subjects on which the engine fails, with the reason: they are judged by what came before. */
  parked(): ReadonlyMap<string, string> {
    return this.failing;
  }

  private touch(stream: string, news: News = 'everything'): void {
    this.dirty.set(stream, bothNews(this.dirty.get(stream), news));
  }

  /** Its instant has come: it owes the rungs of that instant, as far as anybody knows before it is judged. */
  private leave(stream: string): void {
    this.due.add(stream);
    const kept = this.subjects.get(stream);
    if (!kept?.next || kept.owing) return;
    this.owingSubjects.set(stream, foreseenUrgency(kept.obligations, kept.next));
  }

  /**
   * A rung that the judgement at hand owes was raised, and nothing else is new: the same judgement holds, with the rung in the log.
   * False where it has to be judged again.
   */
  private takeAsJudged(subject: string, before: ViewDocument<RungHistory> | undefined, { document, parked }: ViewDocument<RungHistory>): boolean {
    const kept = this.subjects.get(subject);
    if (!kept || parked || this.dirty.has(subject) || this.due.has(subject)) return false;
    const known = before?.document.rungs ?? NO_RUNGS;
    if (!known.every((rung, index) => rung === document.rungs[index])) return false;
    const now = keptWithRaised(kept, document.obligationId, document.rungs.slice(known.length), this.raisedOf(subject));
    if (!now) return false;
    this.put(now);
    return true;
  }

  private question(stream: string, now: Instant): Asked | undefined {
    const facts = this.factsOf(stream);
    if (!facts.some(({ type }) => this.judge.startsFrom(type))) return undefined;
    const last = facts[facts.length - 1]?.recordedAt ?? now;
    return { subject: stream, facts, raised: this.raisedOf(stream), now: last > now ? last : now, stopped: this.facts.get(stream)?.parked?.reason };
  }

  private keep(before: SubjectDeadlines | undefined, kept: SubjectDeadlines): void {
    const { stream, obligations, next, parked } = kept;
    if (!before || !haveSameIds(before.obligations, obligations)) {
      for (const { id } of before?.obligations ?? []) this.subjectOf.delete(id);
      for (const { id } of obligations) this.subjectOf.set(id, stream);
    }
    this.put(kept);
    this.next.set(stream, next);
    if (!parked?.isFailure) this.failing.delete(stream);
    else if (this.failing.get(stream) !== parked.reason) {
      this.failing.set(stream, parked.reason);
      this.onAlarm({ subject: stream, reason: parked.reason });
    }
  }

  private put(kept: SubjectDeadlines): void {
    const { stream, owing } = kept;
    this.subjects.set(stream, kept);
    this.changed.add(stream);
    if (owing) this.owingSubjects.set(stream, owing);
    else this.owingSubjects.delete(stream);
  }

  private forget({ stream, obligations }: SubjectDeadlines): void {
    for (const { id } of obligations) this.subjectOf.delete(id);
    this.changed.add(stream);
    this.subjects.delete(stream);
    this.owingSubjects.delete(stream);
    this.failing.delete(stream);
    this.next.set(stream, undefined);
  }

  /** In their order: a stream's own are in it by themselves. */
  private factsOf(stream: string): readonly KnownFact[] {
    const own = this.facts.get(stream)?.document.facts ?? NO_FACTS;
    const others: KnownFact[] = [];
    for (const other of this.referring.get(stream) ?? NONE) {
      if (other !== stream) others.push(...(this.facts.get(other)?.document.facts.filter(({ references }) => references.includes(stream)) ?? NO_FACTS));
    }
    return others.length === 0 ? own : [...own, ...others].sort(compareFacts);
  }

  private raisedOf(stream: string): readonly HistoricRung[] {
    const escalated = this.escalated.get(stream);
    if (!escalated) return NO_RUNGS;
    const rungsOf = (id: string): readonly HistoricRung[] => this.histories.get(id)?.document.rungs ?? NO_RUNGS;
    const [first] = escalated;
    return escalated.size === 1 && first !== undefined ? rungsOf(first) : [...escalated].sort().flatMap(rungsOf);
  }
}

function haveSameIds(a: readonly KeptObligation[], b: readonly KeptObligation[]): boolean {
  return a.length === b.length && a.every(({ id }, index) => id === b[index]?.id);
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
