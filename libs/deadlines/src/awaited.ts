import { millisOf, toInstant, type Millis } from '@fengqiao/kernel';
import type { OutcomeName } from '@fengqiao/policies';
import type { OtherDue } from './due';
import type { Episode } from './episodes';
import { learntAt, type Scene } from './facts';
import type { Start } from './start';
import type { Fact } from './types';

/** What the obligations of a rule have come to by now, as facts that other rules may wait for. Late news that takes an outcome away takes the fact away too. */
export function awaitedOutcomes(episodes: readonly Episode[], scene: Scene): readonly Fact[] {
  return episodes.flatMap((episode) => outcomesOf(episode, scene.now).map(([outcome, at, learnt]) => factOf(episode, outcome, at, learnt, scene)));
}

function outcomesOf({ reading, starts }: Episode, now: Millis): [OutcomeName, Millis, string][] {
  const { closing, due, start, acts } = reading;
  const { nature } = start.governing.compiled.rule;
  const outcomes: [OutcomeName, Millis, string][] = [];
  const late = closing ? !closing.inTime : due !== undefined && due <= now;
  let known = '';
  for (const { fact } of starts) if (learntAt(fact) > known) known = learntAt(fact);
  for (const fact of acts) if (learntAt(fact) > known) known = learntAt(fact);
  if (late && due !== undefined && due <= now && (nature === 'duty' || nature === 'aim')) outcomes.push(['overdue', due, known]);
  if (closing) outcomes.push([closing.by, closing.at, closing.occurrence ? learntAt(closing.occurrence.fact) : known]);
  return outcomes;
}

function factOf({ id, reading: { start } }: Episode, outcome: OutcomeName, at: Millis, learnt: string, { subject }: Scene): Fact {
  const occurredAt = toInstant(at);
  const recordedAt = learnt > occurredAt ? toInstant(millisOf(learnt)) : occurredAt;
  return { id: `${id} ${outcome}`, type: start.governing.compiled.rule.root, stream: subject, revision: 0, occurredAt, recordedAt, actor: '', office: start.officeId, data: { outcome, key: start.key } };
}

/** The due from which another obligation counts: that of the same key, or of one without a key; of several episodes the one that had started last. */
export function otherDueOf(episodes: readonly Episode[], { key, at }: Start): OtherDue | undefined {
  const same = episodes.filter(({ reading }) => reading.start.key === key);
  const fitting = same.length > 0 ? same : episodes.filter(({ reading }) => reading.start.key === '' || key === '');
  const ordered = [...fitting].sort((a, b) => a.reading.start.at - b.reading.start.at);
  const chosen = ordered.findLast(({ reading }) => reading.start.at <= at) ?? ordered[0];
  const due = chosen?.reading.due;
  return chosen && due !== undefined ? { due, facts: [...chosen.starts.map(({ fact }) => fact), ...chosen.reading.acts] } : undefined;
}
