import type { Obligation } from '@fengqiao/deadlines';
import type { Instant } from '@fengqiao/kernel';
import type { ViewDocument } from '@fengqiao/read-models';
import { compareFacts, type KnownFact } from './fact';
import type { Judge, Judgement } from './judge';
import { NextInstants } from './next-instants';
import { readAsFarAsPossible } from './reading';
import type { HistoricRung, RungHistory } from './rung-history';
import type { StreamFacts } from './subject-facts';
import { foreseenUrgency, mostPressing, urgencyOf, type Urgency } from './urgency';

/** An obligation as the view keeps it: the explanation is made again when somebody asks, because it is the bulk of it. */
export type KeptObligation = Omit<Obligation, 'explanation'> & {
  /** Why its clock stands still, where it does. */
  readonly stopped?: { readonly zh: string; readonly en: string };
};

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
  private readonly dirty = new Set<string>();
  /** Subjects whose next instant has come, and that were not judged since. */
  private readonly due = new Set<string>();
  private readonly changed = new Set<string>();

  constructor(
    private readonly judge: Judge,
    private readonly onAlarm: (alarm: DeadlineAlarm) => void,
  ) {}

  /** Takes the facts of a stream as they now are; also those that only refer to a subject. */
  putFacts(document: ViewDocument<StreamFacts>): void {
    this.facts.set(document.stream, document);
    this.touch(document.stream);
    for (const subject of new Set(document.document.facts.flatMap(({ references }) => references))) {
      addTo(this.referring, subject, document.stream);
      this.touch(subject);
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
    for (let due = this.next.takeDue(now); due !== undefined; due = this.next.takeDue(now)) this.leave(due);
    if (whoseInstantHasCome === 'judged') for (const stream of this.due) this.dirty.add(stream);
    for (const stream of this.dirty) {
      this.judgeAgain(stream, now);
      if (!goOn() && this.dirty.size > 0) return false;
    }
    return true;
  }

  /** Judges one subject afresh and keeps what was found: it is settled as of this instant. */
  judgeAgain(stream: string, now: Instant): FullJudgement | undefined {
    this.dirty.delete(stream);
    this.due.delete(stream);
    return this.keep(stream, now);
  }

  /** Judges one subject afresh, with explanations; undefined where it is none. */
  judgeNow(stream: string, now: Instant): FullJudgement | undefined {
    const facts = this.factsOf(stream);
    if (!facts.some(({ type }) => this.judge.startsFrom(type))) return undefined;
    const raised = this.raisedOf(stream);
    const latest = facts.reduce((last, { recordedAt }) => (recordedAt > last ? recordedAt : last), now);
    const stopped = this.facts.get(stream)?.parked;
    const { judgement, failure } = readAsFarAsPossible(this.judge, { subject: stream, raised, now: latest, facts });
    const reason = stopped?.reason ?? failure;
    if (reason === undefined) return { ...judgement, facts, raised };
    return { ...judgement, obligations: judgement.obligations.map(undetermined), facts, raised, parked: { reason, isFailure: stopped === undefined } };
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

  private touch(stream: string): void {
    this.dirty.add(stream);
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

  private keep(stream: string, now: Instant): FullJudgement | undefined {
    const before = this.subjects.get(stream);
    const judged = this.judgeNow(stream, now);
    if (!judged && !before) return undefined;
    for (const { id } of before?.obligations ?? []) this.subjectOf.delete(id);
    this.changed.add(stream);
    if (!judged) {
      this.forget(stream);
      return undefined;
    }
    const { next, parked } = judged;
    // What is not all read may owe a rung, but proves none unfounded.
    const owing = urgencyOf(judged.obligations, parked ? undefined : judged.raised);
    this.subjects.set(stream, {
      stream,
      judgedAt: now,
      division: judged.facts.find((fact) => fact.stream === stream)?.jurisdiction ?? '',
      obligations: judged.obligations.map(withoutExplanation),
      next,
      owing,
      parked,
    });
    for (const { id } of judged.obligations) this.subjectOf.set(id, stream);
    this.next.set(stream, next);
    if (owing) this.owingSubjects.set(stream, owing);
    else this.owingSubjects.delete(stream);
    if (!parked?.isFailure) this.failing.delete(stream);
    else if (this.failing.get(stream) !== parked.reason) {
      this.failing.set(stream, parked.reason);
      this.onAlarm({ subject: stream, reason: parked.reason });
    }
    return judged;
  }

  private forget(stream: string): void {
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

/** The explanation is written when it is first read: it is not read here but where a clock stands still. */
function withoutExplanation(obligation: Obligation): KeptObligation {
  const copied: Record<string, unknown> = {};
  // Every obligation of every judgement passes here; to read the explanation would write it.
  for (const key of Object.keys(obligation)) if (key !== 'explanation') copied[key] = obligation[key as keyof Obligation];
  const kept = copied as unknown as KeptObligation;
  const pause = obligation.state === 'paused' ? obligation.explanation.filter(({ kind }) => kind === 'pause').at(-1) : undefined;
  return pause ? { ...kept, stopped: { zh: pause.zh, en: pause.en } } : kept;
}

/** An obligation of which these rungs are raised; undefined where it did not owe just these, or where one may turn out unfounded. */
function withRaised(obligation: KeptObligation, raised: readonly HistoricRung[]): KeptObligation | undefined {
  const rungs = [...obligation.rungs];
  for (const { rungId, at } of raised) {
    const index = rungs.findIndex(({ id }) => id === rungId);
    const owed = rungs[index];
    if (owed?.state !== 'owed' || owed.at !== at || owed.doubtful) return undefined;
    rungs[index] = { ...owed, state: 'raised' };
  }
  return { ...obligation, rungs };
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
