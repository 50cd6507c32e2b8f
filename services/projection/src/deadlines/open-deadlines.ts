import type { OfficeTree } from '@fengqiao/deadlines';
import type { Pace } from '@fengqiao/platform';
import { Projector, type Alarm, type Log, type Projection, type ViewStore } from '@fengqiao/read-models';
import { PolicyFacts } from '../policy-facts/policy-facts';
import { policyStreams, type PolicyStream } from '../policy-facts/policy-stream';
import { Deadlines } from './deadlines';
import { DeadlineView, type DeadlineAlarm } from './deadline-view';
import type { Judge } from './judge';
import { obligationRows } from './obligation-row';
import { rungHistory, type RungHistory } from './rung-history';
import { subjectFacts, type StreamFacts } from './subject-facts';

/** What deadlines are made of. Nothing here can append or wake: a rebuild opens them on the same log and causes nothing. */
export interface DeadlineSources {
  readonly log: Log;
  /** Makes an empty store of documents in memory. */
  readonly viewStore: <D>(projection: Projection<D>) => ViewStore<D>;
  readonly offices: OfficeTree;
  readonly pace: Pace;
  /** Binds the engine to what is in force; a test may bind another one. */
  readonly judge: (policy: PolicyFacts, offices: OfficeTree) => Judge;
  /** A stream cannot be read on: it is parked. */
  onParked(alarm: Alarm): void;
  /** The engine fails on a subject: it is judged by what came before. */
  onAlarm(alarm: DeadlineAlarm): void;
}

export interface OpenedDeadlines {
  readonly deadlines: Deadlines;
  readonly policy: PolicyFacts;
  /** To be fed with the log, each by its own prefixes. */
  readonly projectors: {
    readonly facts: Projector<StreamFacts>;
    readonly rungs: Projector<RungHistory>;
    readonly policy: Projector<PolicyStream>;
  };
}

/** Wires facts, rungs and policy of a log to a deadline view. It is empty until the log is fed to its projectors. */
export function openDeadlines({ log, viewStore, offices, pace, judge, onParked, onAlarm }: DeadlineSources): OpenedDeadlines {
  const policy = new PolicyFacts();
  const view = new DeadlineView(judge(policy, offices), onAlarm);
  const project = <D>(projection: Projection<D>, onVisible: ConstructorParameters<typeof Projector<D>>[0]['onVisible']): Projector<D> =>
    new Projector<D>({ projection, store: viewStore(projection), log, generation: () => viewStore(projection), onAlarm: onParked, onVisible });
  const facts = project(subjectFacts, (documents) => {
    for (const document of documents) view.putFacts(document);
    deadlines.changed();
  });
  const rungs = project(rungHistory, (documents) => {
    for (const document of documents) view.putRungs(document);
    deadlines.changed();
  });
  const policies = project(policyStreams, (documents) => {
    for (const document of documents) policy.put(document);
    view.rulesChanged();
    deadlines.changed();
  });
  const deadlines = new Deadlines({ view, rows: viewStore(obligationRows), projectors: [policies, facts, rungs], pace });
  return { deadlines, policy, projectors: { facts, rungs, policy: policies } };
}
