import type { Obligation } from '@fengqiao/deadlines';
import type { Instant } from '@fengqiao/kernel';
import type { ViewDocument } from '@fengqiao/read-models';
import { compareFacts, type KnownFact } from './fact';
import type { Judge, Judgement, Question } from './judge';
import { withJudged, withoutExplanation, withRaised, type KeptObligation } from './kept-obligation';
import { addedTo, bothNews, newsOf, type News } from './news';
import { NextInstants } from './next-instants';
import { readAsFarAsPossible } from './reading';
import type { HistoricRung, RungHistory } from './rung-history';
import type { StreamFacts } from './subject-facts';
import { foreseenUrgency, mostPressing, urgencyOf, type Urgency } from './urgency';

/** Why a subject is judged by its facts before a certain one only. */
export interface ParkedSubject {
  readonly reason: string;
  /** The engine fails, and nobody else has told it: a stream that cannot be read on was told by its projector. */
  readonly isFailure: boolean;
}

/** What is known of one subject's obligations, true from `judgedAt` until `next` or a new fact. */
export interface SubjectDeadlines {
  readonly stream: string;
  readonly judgedAt: Instant;
  readonly division: string;
  readonly obligations: readonly KeptObligation[];
  readonly next?: Instant;
  /** The same of each rule that has such an instant, by root. */
  readonly nextOf: ReadonlyMap<string, Instant>;
  /** The most pressing thing that the log still lacks: a rung to raise or to withdraw. */
  readonly owing?: Urgency;
  readonly parked?: ParkedSubject;
}

/** Everything about a subject at one instant, for a receipt or an explanation. */
export interface FullJudgement extends Judgement {
  readonly facts: readonly KnownFact[];
  readonly raised: readonly HistoricRung[];
  readonly parked?: ParkedSubject;
}

/** Where a subject stands after a judgement, and what was judged with its explanations: all of it, or what some rules say. */
export interface Standing extends Pick<FullJudgement, 'facts' | 'raised' | 'parked'> {
  readonly obligations: readonly KeptObligation[];
  readonly judged: readonly Obligation[];
}

/** All that is known of a subject, and that an answer rests on. */
interface Asked extends Question {
  readonly facts: readonly KnownFact[];
  readonly raised: readonly HistoricRung[];
}

const NONE: ReadonlySet<string> = new Set();

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
    return (before && news !== 'everything' && this.judgeSome(before, news, asked, now)) || this.judgeAll(before, asked, now);
  }

  /** Judges one subject afresh, with explanations; undefined where it is none. */
  judgeNow(stream: string, now: Instant): FullJudgement | undefined {
    const asked = this.question(stream, now);
    return asked && this.fullJudgement(asked);
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
    if (!kept || kept.parked || parked || this.dirty.has(subject) || this.due.has(subject)) return false;
    const known = before?.document.rungs ?? [];
    if (!known.every((rung, index) => rung === document.rungs[index])) return false;
    const obligations = kept.obligations.map((obligation) => (obligation.id === document.obligationId ? withRaised(obligation, document.rungs.slice(known.length)) : obligation));
    if (!obligations.every((obligation) => obligation !== undefined)) return false;
    const owing = urgencyOf(obligations, this.raisedOf(subject));
    this.subjects.set(subject, { ...kept, obligations, owing });
    this.changed.add(subject);
    if (owing) this.owingSubjects.set(subject, owing);
    else this.owingSubjects.delete(subject);
    return true;
  }

  private question(stream: string, now: Instant): Asked | undefined {
    const facts = this.factsOf(stream);
    if (!facts.some(({ type }) => this.judge.startsFrom(type))) return undefined;
    const latest = facts.reduce((last, { recordedAt }) => (recordedAt > last ? recordedAt : last), now);
    return { subject: stream, facts, raised: this.raisedOf(stream), now: latest };
  }

  private fullJudgement(asked: Asked): FullJudgement {
    const { facts, raised } = asked;
    const stopped = this.facts.get(asked.subject)?.parked;
    const { judgement, failure } = readAsFarAsPossible(this.judge, asked);
    const reason = stopped?.reason ?? failure;
    const { obligations, nextOf } = judgement;
    if (reason === undefined) return { obligations, nextOf, facts, raised };
    return { obligations: obligations.map(undetermined), nextOf, facts, raised, parked: { reason, isFailure: stopped === undefined } };
  }

  private judgeAll(before: SubjectDeadlines | undefined, asked: Asked, now: Instant): Standing {
    const { subject } = asked;
    const { obligations, nextOf, facts, raised, parked } = this.fullJudgement(asked);
    const kept = obligations.map(withoutExplanation);
    this.keep(before, { stream: subject, judgedAt: now, division: facts.find((fact) => fact.stream === subject)?.jurisdiction ?? '', obligations: kept, nextOf, parked }, raised);
    return { obligations: kept, judged: obligations, facts, raised, parked };
  }

  /** Judges the rules whose instant has come or that hear of the news, and those that wait for them; undefined where more has to be judged. */
  private judgeSome(before: SubjectDeadlines, news: ReadonlySet<string> | undefined, asked: Asked, now: Instant): Standing | undefined {
    if (before.parked || before.owing) return undefined;
    const due = [...before.nextOf].filter(([, at]) => at <= asked.now).map(([root]) => root);
    if (!news && due.length === 0) return undefined;
    const only = new Set([...due, ...(news ?? [])].flatMap((name) => [...this.judge.affectedBy(before.division, name)]));
    const { subject, facts, raised } = asked;
    const { judgement, failure } = readAsFarAsPossible(this.judge, { subject, facts, raised, now: asked.now, only });
    if (failure !== undefined) return undefined;
    const obligations = withJudged(before.obligations, judgement.obligations, only);
    const nextOf = new Map([...[...before.nextOf].filter(([root]) => !only.has(root)), ...judgement.nextOf]);
    this.keep(before, { ...before, judgedAt: now, obligations, nextOf }, raised);
    return { obligations, judged: judgement.obligations, facts, raised };
  }

  private keep(before: SubjectDeadlines | undefined, found: Omit<SubjectDeadlines, 'next' | 'owing'>, raised: readonly HistoricRung[]): void {
    const { stream, judgedAt, division, obligations, nextOf, parked } = found;
    const next = earliest(nextOf.values());
    // What is not all read may owe a rung, but proves none unfounded.
    const owing = urgencyOf(obligations, parked ? undefined : raised);
    for (const { id } of before?.obligations ?? []) this.subjectOf.delete(id);
    for (const { id } of obligations) this.subjectOf.set(id, stream);
    this.subjects.set(stream, { stream, judgedAt, division, obligations, next, nextOf, owing, parked });
    this.changed.add(stream);
    this.next.set(stream, next);
    if (owing) this.owingSubjects.set(stream, owing);
    else this.owingSubjects.delete(stream);
    if (!parked?.isFailure) this.failing.delete(stream);
    else if (this.failing.get(stream) !== parked.reason) {
      this.failing.set(stream, parked.reason);
      this.onAlarm({ subject: stream, reason: parked.reason });
    }
  }

  private forget({ stream, obligations }: SubjectDeadlines): void {
    for (const { id } of obligations) this.subjectOf.delete(id);
    this.changed.add(stream);
    this.subjects.delete(stream);
    this.owingSubjects.delete(stream);
    this.failing.delete(stream);
    this.next.set(stream, undefined);
  }

  private factsOf(stream: string): readonly KnownFact[] {
    const own = this.facts.get(stream)?.document.facts ?? [];
    const others = [...(this.referring.get(stream) ?? [])]
      .filter((other) => other !== stream)
      .flatMap((other) => this.facts.get(other)?.document.facts.filter(({ references }) => references.includes(stream)) ?? []);
    return [...own, ...others].sort(compareFacts);
  }

  private raisedOf(stream: string): readonly HistoricRung[] {
    return [...this.escalatedOf(stream)].sort().flatMap((id) => this.histories.get(id)?.document.rungs ?? []);
  }
}

/** A parked subject's facts are not all read: nothing about it is certain. */
function undetermined(obligation: Obligation): Obligation {
  return { ...obligation, marks: { ...obligation.marks, undetermined: true } };
}

function earliest(instants: Iterable<Instant>): Instant | undefined {
  let first: Instant | undefined;
  for (const instant of instants) if (first === undefined || instant < first) first = instant;
  return first;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
