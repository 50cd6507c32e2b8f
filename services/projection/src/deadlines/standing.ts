import { inOrderOfRules, type Obligation } from '@fengqiao/deadlines';
import type { Instant } from '@fengqiao/kernel';
import type { KnownFact } from './fact';
import type { Judge, Judgement, Question } from './judge';
import { withoutExplanation, withRaised, type KeptObligation } from './kept-obligation';
import { readAsFarAsPossible } from './reading';
import type { HistoricRung } from './rung-history';
import { urgencyOf, type Urgency } from './urgency';

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

/** All that is known of a subject, and that an answer rests on. */
export interface Asked extends Question {
  readonly facts: readonly KnownFact[];
  readonly raised: readonly HistoricRung[];
  /** Why its own stream cannot be read on, where it cannot. */
  readonly stopped?: string;
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

/** What a judgement came to, and what is kept of it. */
export interface Judged {
  readonly standing: Standing;
  readonly kept: SubjectDeadlines;
}

/** Judges a subject by all facts and all rules, with explanations. */
export function judgedFully(judge: Judge, asked: Asked): FullJudgement {
  const { facts, raised, stopped } = asked;
  const { judgement, failure } = readAsFarAsPossible(judge, asked);
  const reason = stopped ?? failure;
  const { obligations, nextOf } = judgement;
  if (reason === undefined) return { obligations, nextOf, facts, raised };
  return { obligations: obligations.map(undetermined), nextOf, facts, raised, parked: { reason, isFailure: stopped === undefined } };
}

/** The same, to be kept. */
export function judgedAfresh(judge: Judge, asked: Asked, now: Instant): Judged {
  const { obligations: judged, nextOf, facts, raised, parked } = judgedFully(judge, asked);
  const obligations = judged.map(withoutExplanation);
  const division = facts.find(({ stream }) => stream === asked.subject)?.jurisdiction ?? '';
  // What is not all read may owe a rung, but proves none unfounded.
  const owing = urgencyOf(obligations, parked ? undefined : raised);
  return {
    standing: { obligations, judged, facts, raised, parked },
    kept: { stream: asked.subject, judgedAt: now, division, obligations, next: earliest(nextOf.values()), nextOf, owing, parked },
  };
}

/** Judges the rules whose instant has come or that hear of the news, and those that wait for them; undefined where more has to be judged. */
export function judgedOn(judge: Judge, asked: Asked, now: Instant, before: SubjectDeadlines, news: ReadonlySet<string> | undefined): Judged | undefined {
  if (before.parked || before.owing) return undefined;
  const only = rulesToJudge(judge, before, news, asked.now);
  if (!only) return undefined;
  const { subject, facts, raised } = asked;
  const { judgement, failure } = readAsFarAsPossible(judge, { subject, facts, raised, now: asked.now, only });
  if (failure !== undefined) return undefined;
  const others = before.obligations.filter(({ rootRule }) => !only.has(rootRule));
  const anew = judgement.obligations.map(withoutExplanation);
  const obligations = others.length === 0 ? anew : [...others, ...anew].sort(inOrderOfRules);
  const nextOf = withNext(before.nextOf, judgement.nextOf, only);
  // The others owe what they owed before: nothing.
  const owing = urgencyOf(anew, others.length === 0 ? raised : raised.filter(({ obligationId }) => !others.some(({ id }) => id === obligationId)));
  return {
    standing: { obligations, judged: judgement.obligations, facts, raised },
    kept: { stream: subject, judgedAt: now, division: before.division, obligations, next: earliest(nextOf.values()), nextOf, owing, parked: undefined },
  };
}

/** What is kept once rungs that it owed were raised, and nothing else is new; `raised` are all of the subject. Undefined where it has to be judged again. */
export function keptWithRaised(kept: SubjectDeadlines, obligationId: string, added: readonly HistoricRung[], raised: readonly HistoricRung[]): SubjectDeadlines | undefined {
  if (kept.parked) return undefined;
  const obligations: KeptObligation[] = [];
  for (const obligation of kept.obligations) {
    const now = obligation.id === obligationId ? withRaised(obligation, added) : obligation;
    if (!now) return undefined;
    obligations.push(now);
  }
  return { ...kept, obligations, owing: urgencyOf(obligations, raised) };
}

/** Of one name it is the very set that the judge gives each time. */
function rulesToJudge(judge: Judge, { division, nextOf }: SubjectDeadlines, news: ReadonlySet<string> | undefined, now: Instant): ReadonlySet<string> | undefined {
  const names = news ? [...news] : [];
  for (const [root, at] of nextOf) if (at <= now) names.push(root);
  const [first] = names;
  if (first === undefined) return undefined;
  return names.length === 1 ? judge.affectedBy(division, first) : new Set(names.flatMap((name) => [...judge.affectedBy(division, name)]));
}

/** The instants of some rules as they were judged again, those of the others as they were. */
function withNext(before: ReadonlyMap<string, Instant>, judged: ReadonlyMap<string, Instant>, rules: ReadonlySet<string>): ReadonlyMap<string, Instant> {
  let nextOf: Map<string, Instant> | undefined;
  for (const [root, at] of before) if (!rules.has(root)) (nextOf ??= new Map()).set(root, at);
  if (!nextOf) return judged;
  for (const [root, at] of judged) nextOf.set(root, at);
  return nextOf;
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
