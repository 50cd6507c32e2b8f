import { encodeEvent } from '@fengqiao/contracts';
import type { EventStore } from '@fengqiao/event-store';
import { millisOf, SHANGHAI_OFFSET_MS, toInstant, type Clock, type Instant, type JsonObject, type RecordedEvent } from '@fengqiao/kernel';
import type { Pace } from '@fengqiao/platform';
import type { Projection, ViewStore } from '@fengqiao/read-models';
import type { Directory, Office, Officer } from '@fengqiao/security';
import { at, handMovedClock, smallDirectory, type HandMovedClock } from '@fengqiao/testing';
import type { Timer } from '@fengqiao/timers';
import { engineJudge } from '../deadlines/engine-judge';
import { openDeadlines, type DeadlineSources, type OpenedDeadlines } from '../deadlines/open-deadlines';
import { ESCALATION_PREFIX } from '../deadlines/rung-history';
import { adoptShipped } from '../policy-facts';
import { Escalator, type EscalationAlarm } from './escalator';
import { SHIPPED } from './load-shipped.scenes';

/** A county with one committee, one justice office, the county bureau and the city bureau above it. */
export const OFFICES: readonly Office[] = [
  { id: 'village', name: '枫源村调委会', kind: 'mediationCommittee', level: 2, parentId: 'township', division: '330681001001' },
  { id: 'township', name: '枫桥司法所', kind: 'justiceOffice', level: 3, parentId: 'county', division: '330681001' },
  { id: 'county', name: '县司法局', kind: 'justiceBureau', level: 4, parentId: 'city', division: '330681' },
  { id: 'city', name: '市司法局', kind: 'justiceBureau', level: 5, parentId: '', division: '3306' },
];

const officer = (personId: string, officeId: string, ...roles: string[]): Officer => ({ personId, account: personId, name: personId, officeId, roles });

export const OFFICERS: readonly Officer[] = [
  officer('mediator', 'village', 'mediator'),
  officer('chair', 'village', 'committeeChair'),
  officer('townshipDuty1', 'township', 'officeClerk', 'dutyOfficer'),
  officer('townshipDuty2', 'township', 'officeClerk', 'dutyOfficer'),
  officer('townshipHead', 'township', 'officeDirector'),
  officer('countyDuty', 'county', 'dutyOfficer'),
  officer('countyHead', 'county', 'bureauHead'),
  officer('cityDuty', 'city', 'dutyOfficer'),
];

/** A timer that rings when a test moves the clock past it. */
export class HandTimer implements Timer {
  next: Instant | undefined;
  private listener: ((name: string) => Promise<void>) | undefined;
  private name = '';

  async wakeAt(name: string, instant: Instant | undefined): Promise<void> {
    [this.name, this.next] = [name, instant];
  }

  onWake(listener: (name: string) => Promise<void>): void {
    this.listener = listener;
  }

  async ring(): Promise<void> {
    this.next = undefined;
    await this.listener?.(this.name);
  }

  async close(): Promise<void> {
    this.next = undefined;
  }
}

export interface WorldParts {
  readonly store: EventStore;
  readonly viewStore: <D>(projection: Projection<D>) => ViewStore<D>;
  readonly clock: HandMovedClock;
  readonly directory?: Directory;
  readonly pace?: Pace;
  readonly judge?: typeof engineJudge;
}

/** One process that keeps deadlines and escalates: everything that is lost when it dies. */
export class World {
  readonly timer = new HandTimer();
  readonly sources: DeadlineSources;
  readonly opened: OpenedDeadlines;
  readonly escalator: Escalator;
  readonly alarms: (EscalationAlarm | { readonly code: string; readonly subject: string })[] = [];
  private position = 0;

  constructor(private readonly parts: WorldParts) {
    const { store, viewStore, clock, judge = engineJudge, pace = freePace(), directory = smallDirectory(OFFICES, OFFICERS) } = parts;
    const offices = {
      ancestor: (id: string, level: number) => directory.ancestor(id, level),
      level: (id: string) => directory.office(id)?.level,
    };
    this.sources = {
      log: store, viewStore, offices, pace, judge,
      onParked: ({ stream, reason }) => this.alarms.push({ code: `PARKED ${reason}`, subject: stream }),
      onAlarm: ({ subject, reason }) => this.alarms.push({ code: reason, subject }),
    };
    this.opened = openDeadlines(this.sources);
    this.escalator = new Escalator({ store, clock, timer: this.timer, directory, deadlines: this.opened.deadlines, pace, onAlarm: (alarm) => this.alarms.push(alarm) });
    this.escalator.start();
  }

  /** Reads what the log holds and has not been read yet, as the bus would bring it. */
  async catchUp(): Promise<void> {
    const { policy, facts, rungs } = this.opened.projectors;
    for (;;) {
      const page = await this.parts.store.readAll({ after: this.position, limit: 500 });
      const last = page[page.length - 1];
      if (!last) return;
      await policy.feed(page);
      await facts.feed(page);
      await rungs.feed(page);
      this.position = last.position;
    }
  }

  /** Lets the world do what it has to do at this moment. */
  async work(): Promise<void> {
    await this.catchUp();
    await this.escalator.sweep();
    await this.catchUp();
  }

  /** Moves time forward, stopping at each instant at which the timer rings. */
  async moveTo(instant: string): Promise<void> {
    const { clock } = this.parts;
    const target = at(instant);
    await this.work();
    while (this.timer.next !== undefined && this.timer.next <= target) {
      if (this.timer.next > clock.now()) clock.moveTo(this.timer.next);
      await this.timer.ring();
      await this.catchUp();
    }
    if (target > clock.now()) clock.moveTo(target);
    await this.work();
  }
}

/** The pace of a test: nothing ever takes long, and what would be done later a test does when it wants it done. */
export function freePace(): Pace {
  return { elapsedMs: () => 0, breathe: () => Promise.resolve(), later: () => () => undefined, patience: () => AbortSignal.abort() };
}

/** Appends facts as the contexts would: one event at a time, by its natural revision. */
export class Registry {
  private count = 0;

  constructor(private readonly store: EventStore, private readonly clock: Clock) {}

  async append(stream: string, type: string, data: object, by: { readonly actor?: string; readonly office?: string; readonly jurisdiction?: string; readonly occurredAt?: Instant } = {}): Promise<RecordedEvent> {
    const { actor = 'mediator', office = 'village', jurisdiction = '330681001001', occurredAt = this.clock.now() } = by;
    this.count += 1;
    const id = `00000000-0000-4000-8000-${String(this.count).padStart(12, '0')}`;
    const revision = (await this.store.read(stream)).length - 1;
    const event = {
      id, type,
      data: encodeEvent(type, data as JsonObject),
      meta: { occurredAt, actor, office, jurisdiction, correlation: id, causation: '', command: { id, body: '' } },
    };
    const { events } = await this.store.append(stream, revision < 0 ? 'none' : revision, [event], this.clock.now());
    return events[0] as RecordedEvent;
  }

  async registered(stream: string, flags: readonly string[] = []): Promise<void> {
    await this.append(stream, 'mediation.v1.DisputeRegistered', {
      source: 'mediator', discoveredAt: this.clock.now(), officeId: 'village', level: 'LEVEL_VILLAGE', division: '330681001001', category: 'neighbour', flags,
    });
  }

  async gradedMajor(stream: string): Promise<void> {
    await this.append(stream, 'mediation.v1.DisputeGraded', { grade: 'GRADE_MAJOR', containment: 'LEVEL_TOWNSHIP', officeId: 'village', level: 'LEVEL_VILLAGE', proposed: 'GRADE_MAJOR' });
  }

  async reported(stream: string, reportId = 'report-1'): Promise<void> {
    await this.append(stream, 'mediation.v1.MajorDisputeReported', { reportId, fromOfficeId: 'village', toOfficeId: 'township', fromLevel: 'LEVEL_VILLAGE', toLevel: 'LEVEL_TOWNSHIP' });
  }

  async acknowledged(stream: string, reportId = 'report-1'): Promise<void> {
    await this.append(stream, 'mediation.v1.MajorDisputeReportAcknowledged', { reportId, line: 'LINE_JUSTICE', officeId: 'township' }, { actor: 'townshipDuty1', office: 'township' });
  }

  async takenOver(stream: string, reportId = ''): Promise<void> {
    await this.append(stream, 'mediation.v1.DisputeTakenOver', { reportId, officeId: 'township', level: 'LEVEL_TOWNSHIP' }, { actor: 'townshipHead', office: 'township' });
  }

  /** A late discovery told by telephone; logged now, claimed to have been told at an instant. */
  async toldByTelephone(stream: string, when: string): Promise<void> {
    await this.append(stream, 'mediation.v1.OralReportLogged', { toOfficeId: 'township', takenBy: 'townshipDuty1', approvedBy: '' }, { actor: 'townshipDuty1', office: 'township', occurredAt: at(when) });
  }
}

/** A rung as a test speaks of it: when it was raised, which, for whom. */
export interface ToldRung {
  readonly at: string;
  readonly rule: string;
  readonly rung: string;
  readonly n: number;
  readonly to: readonly string[];
  readonly lateMs: number;
}

/** A withdrawal as a test speaks of it. */
export interface ToldWithdrawal {
  readonly at: string;
  readonly withdrawn: string;
  readonly because: string;
  readonly to: readonly string[];
}

/** Every escalation of a log in its order, in Shanghai time. */
export async function escalationsOf(store: EventStore, subject?: string): Promise<readonly (ToldRung | ToldWithdrawal)[]> {
  const events = await store.readAll({ after: 0, limit: 100_000, prefixes: [ESCALATION_PREFIX] });
  const names = new Map<string, string>();
  return events.flatMap(({ type, data, meta }): readonly (ToldRung | ToldWithdrawal)[] => {
    const shown = toInstant(millisOf(meta.recordedAt) + SHANGHAI_OFFSET_MS).slice(5, 16).replace('T', ' ');
    const to = (data['addressees'] as readonly { readonly personId: string }[]).map(({ personId }) => personId);
    if (type === 'deadlines.v1.EscalationWithdrawn') {
      const { rungId, becauseType } = data as { readonly rungId: string; readonly becauseType: string };
      return names.has(rungId) ? [{ at: shown, withdrawn: names.get(rungId) as string, because: becauseType.slice('mediation.v1.'.length), to }] : [];
    }
    const { ruleId: rule, rung, n, lateMs, rungId, subject: of } = data as { readonly ruleId: string; readonly rung: string; readonly n: number; readonly lateMs: string; readonly rungId: string; readonly subject: string };
    if (subject !== undefined && of !== subject) return [];
    names.set(rungId, rung);
    return [{ at: shown, rule, rung, n, to, lateMs: Number(lateMs) }];
  });
}

/** A county in which a test can act. */
export interface County {
  readonly store: EventStore;
  readonly clock: HandMovedClock;
  readonly world: World;
  readonly facts: Registry;
  /** Moves time, and all that wakes with it, to a day and time of November 2026: `23T15:00`. */
  moveTo(dayAndTime: string): Promise<void>;
  /** Moves time while the process is not there. */
  moveAlone(dayAndTime: string): void;
  told(): Promise<readonly (ToldRung | ToldWithdrawal)[]>;
}

/** A county at an instant, with the shipped packs and calendars adopted. */
export async function county(parts: Omit<WorldParts, 'clock'>, start: string): Promise<County> {
  const clock = handMovedClock(start);
  const { store } = parts;
  await adoptShipped(store, SHIPPED, clock.now());
  const world = new World({ ...parts, clock });
  const instant = (dayAndTime: string): string => `2026-11-${dayAndTime}+08:00`;
  return {
    store, clock, world,
    facts: new Registry(store, clock),
    moveTo: (dayAndTime) => world.moveTo(instant(dayAndTime)),
    moveAlone: (dayAndTime) => void clock.moveTo(instant(dayAndTime)),
    told: () => escalationsOf(store),
  };
}
