import type { Consumer, EventBus } from '@fengqiao/event-bus';
import { invariant, parseDate, startOfShanghaiDay, toInstant, type Clock, type RecordedEvent } from '@fengqiao/kernel';
import type { Pace } from '@fengqiao/platform';
import { Projector, replay, type Alarm, type Log, type Projection, type ReplayProgress, type ViewDocument, type ViewStore } from '@fengqiao/read-models';
import { checkDeadlines } from '../deadlines/check-deadlines';
import { engineJudge } from '../deadlines/engine-judge';
import { openDeadlines, type DeadlineSources, type OpenedDeadlines } from '../deadlines/open-deadlines';
import { DirectoryIndex } from '../directory/directory-index';
import { officeProjection, personProjection, rosterProjection, type OfficeDocument, type RosterDocument } from '../directory/projections';
import { analysisProjection, trainingProjection, type AnalysisDocument, type TrainingDocument } from '../guidance';
import { ledgerProjection, type LedgerDocument } from '../ledger';
import { CaseNumbers, numberingProjection } from '../numbering';
import { committeeProjection, mediatorProjection, type CommitteeDocument, type MediatorDocument } from '../register';
import { ScreeningsByOffice, screeningProjection, type ScreeningDocument } from '../screening';

export interface ReadSideParts {
  readonly store: Log;
  readonly clock: Clock;
  readonly pace: Pace;
  /** Makes an empty store of documents. */
  readonly viewStore: <D>(projection: Projection<D>) => ViewStore<D>;
  /** A document or a subject stands still: somebody must look. Never with personal data. */
  onAlarm(alarm: { readonly view: string; readonly stream: string; readonly reason: string }): void;
}

/** Whether the views show a revision of a stream yet. */
type Visibility = 'visible' | 'parked' | 'behind';

/** What one view's comparison with its rebuild found. */
export interface ViewCheck {
  readonly name: string;
  readonly documents: number;
  readonly differences: readonly { readonly stream: string; readonly field: string }[];
}

const GROUP = 'views';

/**
 * All views of one process: opened empty, filled from the log at start, then fed by the bus. Nothing in it can append, so that
 * filling it again causes nothing.
 */
export class ReadSide {
  readonly directory: DirectoryIndex;
  readonly numbers: CaseNumbers;
  readonly opened: OpenedDeadlines;
  readonly offices: Projector<OfficeDocument>;
  readonly rosters: Projector<RosterDocument>;
  readonly ledger: Projector<LedgerDocument>;
  readonly committees: Projector<CommitteeDocument>;
  readonly mediators: Projector<MediatorDocument>;
  readonly screenings: Projector<ScreeningDocument>;
  readonly analyses: Projector<AnalysisDocument>;
  readonly trainings: Projector<TrainingDocument>;
  readonly screened = new ScreeningsByOffice();
  /** In the order in which they must see an event: what others look up comes first. */
  readonly projectors: readonly Projector<never>[];
  private readonly deadlineSources: DeadlineSources;
  private readonly parkedStreams = new Map<string, string>();
  private consumer: Consumer | undefined;
  private last: Pick<RecordedEvent, 'position' | 'meta'> | undefined;

  constructor(private readonly parts: ReadSideParts) {
    const { store, clock, pace, viewStore } = parts;
    const onAlarm = (alarm: Alarm) => this.alarm(alarm.projection, alarm.stream, alarm.reason);
    const project = <D>(projection: Projection<D>, onVisible?: (documents: readonly ViewDocument<D>[]) => void) =>
      new Projector<D>({ projection, store: viewStore(projection), log: store, generation: () => viewStore(projection), onAlarm, onVisible: (documents) => {
        this.noteParked(projection.name, documents);
        onVisible?.(documents);
      } });

    this.directory = new DirectoryIndex(clock);
    this.numbers = new CaseNumbers(this.directory);
    const offices = {
      ancestor: (officeId: string, level: number) => this.directory.ancestor(officeId, level),
      level: (officeId: string) => this.directory.office(officeId)?.level,
    };
    this.deadlineSources = {
      log: store, viewStore, offices, pace, judge: engineJudge,
      onParked: (alarm) => {
        this.parkedStreams.set(`${alarm.projection} ${alarm.stream}`, alarm.reason);
        onAlarm(alarm);
      },
      onAlarm: ({ subject, reason }) => this.alarm('deadlines', subject, reason),
    };
    this.opened = openDeadlines(this.deadlineSources);
    const { deadlines } = this.opened;
    this.offices = project(officeProjection, (documents) => {
      this.directory.putOffices(documents);
      // Who stands above whom is part of what obligations are judged by.
      deadlines.view.rulesChanged();
      for (const { document } of documents) this.noteValidity(document);
      deadlines.changed();
    });
    const persons = project(personProjection, (documents) => this.directory.putPeople(documents));
    this.rosters = project(rosterProjection, (documents) => this.directory.putRosters(documents));
    const numbering = project(numberingProjection, (documents) => this.numbers.put(documents));
    this.ledger = project(ledgerProjection);
    this.committees = project(committeeProjection);
    this.mediators = project(mediatorProjection);
    this.screenings = project(screeningProjection, (documents) => this.screened.put(documents));
    this.analyses = project(analysisProjection);
    this.trainings = project(trainingProjection);
    const { policy, facts, rungs } = this.opened.projectors;
    this.projectors = [this.offices, persons, this.rosters, policy, numbering, this.ledger, this.committees, this.mediators, this.screenings, this.analyses, this.trainings, facts, rungs] as unknown as readonly Projector<never>[];
  }

  /** Fills the views from the log and follows the bus from there; resolves when they show everything that was there. */
  async start(bus: EventBus, onProgress?: (progress: ReplayProgress) => void): Promise<void> {
    invariant(!this.consumer, 'the read side starts once');
    const { position } = await replay(this.parts.store, this.projectors, { onProgress });
    const [newest] = await this.parts.store.readAll({ after: Math.max(0, position - 1), limit: 1 });
    this.last = newest;
    this.consumer = await bus.subscribe({ group: GROUP, after: position, handle: (event) => this.handle(event) });
    await this.consumer.caughtUp();
  }

  /** Takes one event to every view that folds its stream. */
  async handle(event: RecordedEvent): Promise<void> {
    for (const projector of this.projectors) if (projector.concerns(event.stream)) await projector.handle(event);
    if (!this.last || this.last.position < event.position) this.last = event;
  }

  /** Waits until every view shows this revision; an aborted wait answers `behind`. */
  async visible(stream: string, revision: number, signal: AbortSignal): Promise<Visibility> {
    const concerned = this.projectors.filter((projector) => projector.concerns(stream));
    const found = await Promise.all(concerned.map((projector) => projector.caughtUp(stream, revision, signal)));
    return found.includes('parked') ? 'parked' : found.includes('behind') ? 'behind' : 'visible';
  }

  /** Position up to which every view was given everything. */
  get position(): number {
    return this.consumer?.position ?? 0;
  }

  /** How far the views have come. */
  async reached(): Promise<{ readonly position: number; readonly recordedAt: string; readonly isHead: boolean }> {
    const { position } = this;
    return { position, recordedAt: this.last?.meta.recordedAt ?? '', isHead: position >= (await this.parts.store.head()) };
  }

  /** Resolves when everything that is committed now is shown. */
  async caughtUp(): Promise<void> {
    await this.consumer?.caughtUp();
  }

  /** Streams of which some view stands still, with the reason. */
  parked(): ReadonlyMap<string, string> {
    const judged = [...this.opened.deadlines.view.parked()].map(([subject, reason]) => [`deadlines ${subject}`, reason] as const);
    return new Map([...this.parkedStreams, ...judged]);
  }

  /** Folds the whole log again beside the live views and compares byte for byte. */
  async check(): Promise<readonly ViewCheck[]> {
    const checks: ViewCheck[] = [];
    for (const projector of this.projectors as unknown as readonly Projector<unknown>[]) {
      const report = await projector.check({ settle: () => this.caughtUp() });
      checks.push({ name: projector.projection.name, documents: report.documents, differences: report.differences.map(({ stream, field }) => ({ stream, field })) });
    }
    const { subjects, differences } = await checkDeadlines(this.opened, this.deadlineSources, () => this.parts.clock.now(), () => this.caughtUp());
    return [...checks, { name: 'deadlines', documents: subjects, differences }];
  }

  /** An office is another from a day on, without any event on that day. */
  private noteValidity({ id, versions, closedFrom }: OfficeDocument): void {
    for (const day of [...versions.map(({ validFrom }) => validFrom), closedFrom]) {
      const date = parseDate(day);
      const at = date === undefined ? undefined : toInstant(startOfShanghaiDay(date));
      if (at !== undefined && at > this.parts.clock.now()) this.opened.deadlines.view.rulesChangeAt(`${id} ${day}`, at);
    }
  }

  private noteParked(view: string, documents: readonly ViewDocument<unknown>[]): void {
    for (const { stream, parked } of documents) {
      if (parked) this.parkedStreams.set(`${view} ${stream}`, parked.reason);
      else this.parkedStreams.delete(`${view} ${stream}`);
    }
  }

  private alarm(view: string, stream: string, reason: string): void {
    this.parts.onAlarm({ view, stream, reason });
  }
}
