import type { EventStore } from '@fengqiao/event-store';
import type { Actor, Json } from '@fengqiao/kernel';
import type { Pace, QueryAnswer, QueryContext, QueryRoute, ServerEvent } from '@fengqiao/platform';
import type { Projection, ViewStore } from '@fengqiao/read-models';
import { scopeFor } from '@fengqiao/security';
import { handMovedClock, smallDirectory, type HandMovedClock } from '@fengqiao/testing';
import { pastHere } from '../as-of/past-here';
import { PullingBus } from '../as-of/pulling-bus';
import { LiveStream } from '../duty/live-stream';
import { Escalator } from '../escalation/escalator';
import { SHIPPED } from '../escalation/load-shipped.scenes';
import { freePace, HandTimer, OFFICERS, OFFICES, Registry } from '../escalation/world.scenes';
import { adoptShipped, type Shipped } from '../policy-facts';
import { ReadSide } from '../read-side';
import { projectionQueries } from './projection-queries';

const PEOPLE = smallDirectory(
  [...OFFICES, { id: 'foreign', name: '邻县司法局', kind: 'justiceBureau', level: 4, parentId: 'city', division: '330624' }],
  [...OFFICERS, { personId: 'analyst', account: 'analyst', name: 'analyst', officeId: 'county', roles: ['analyst'] }, { personId: 'stranger', account: 'stranger', name: 'stranger', officeId: 'foreign', roles: ['dutyOfficer'] }],
);

/** A read side of a county whose directory is in its log, with its queries. */
export class AskedCounty {
  readonly clock: HandMovedClock;
  readonly facts: Registry;
  readonly readSide: ReadSide;
  readonly escalator: Escalator;
  readonly live: LiveStream;
  readonly timer = new HandTimer();
  readonly routes: ReadonlyMap<string, QueryRoute>;
  readonly alarms: unknown[] = [];

  constructor(readonly store: EventStore, viewStore: <D>(projection: Projection<D>) => ViewStore<D>, pace: Pace = freePace()) {
    this.clock = handMovedClock('2026-11-23T08:00:00+08:00');
    const { clock } = this;
    this.facts = new Registry(store, clock);
    this.readSide = new ReadSide({ store, clock, pace, viewStore, onAlarm: (alarm) => this.alarms.push(alarm) });
    const { directory, opened: { deadlines } } = this.readSide;
    this.escalator = new Escalator({ store, clock, timer: this.timer, directory, deadlines, pace, onAlarm: (alarm) => this.alarms.push(alarm) });
    this.live = new LiveStream(store);
    const routes = projectionQueries({ readSide: this.readSide, log: store, live: this.live, clock, pace, cursorSecret: 'secret', past: pastHere({ log: store, viewStore, pace, cursorSecret: 'secret' }) });
    this.routes = new Map(routes.map((route) => [route.id, route]));
  }

  /** Adopts what ships, founds the offices, appoints the people, sets the rosters, and starts. */
  async found(shipped: Shipped = SHIPPED): Promise<void> {
    const { store, clock, facts } = this;
    await adoptShipped(store, shipped, clock.now());
    const by = { actor: 'system', office: '', jurisdiction: '3306' };
    const levels = ['', 'GROUP', 'VILLAGE', 'TOWNSHIP', 'COUNTY', 'CITY'];
    for (const { id, name, kind, level, parentId, division } of [...OFFICES, PEOPLE.office('foreign')].flatMap((office) => office ?? [])) {
      await facts.append(`directory.office-${id}`, 'directory.v1.OfficeEstablished', { officeId: id, name, kind, level: `LEVEL_${levels[level]}`, parentId, division, validFrom: '2020-01-01' }, by);
    }
    for (const { personId, account, officeId, roles } of PEOPLE.accounts()) {
      await facts.append(`directory.person-${personId}`, 'directory.v1.PersonAppointed', { personId, account, name: `sealed:1:${personId}:x`, officeId, roles, validFrom: '2020-01-01' }, by);
    }
    for (const officeId of ['township', 'county', 'city']) {
      const personIds = PEOPLE.onDuty(officeId, clock.now());
      await facts.append(`directory.roster-${officeId}`, 'directory.v1.DutyRosterSet', { officeId, slots: [{ from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z', personIds }] }, by);
    }
    await this.readSide.start(new PullingBus(store));
    this.escalator.start();
    await this.settle();
  }

  async settle(): Promise<void> {
    await this.readSide.caughtUp();
    await this.escalator.sweep();
    await this.readSide.caughtUp();
  }

  /** Moves time, and all that wakes with it, to a day and time of November 2026: `23T15:00`. */
  async moveTo(dayAndTime: string): Promise<void> {
    const target = handMovedClock(`2026-11-${dayAndTime}+08:00`).now();
    await this.settle();
    for (let { next } = this.timer; next !== undefined && next <= target; { next } = this.timer) {
      if (next > this.clock.now()) this.clock.moveTo(next);
      await this.timer.ring();
      await this.settle();
    }
    if (target > this.clock.now()) this.clock.moveTo(target);
    await this.settle();
  }

  /** Asks as a person; sealed names are shown as `<name>`, or masked to those who only count. */
  ask(personId: string, query: string, parameters: Readonly<Record<string, string>> = {}, path: Readonly<Record<string, string>> = {}): Promise<QueryAnswer> {
    return this.route(query).handle(this.context(personId, parameters, path));
  }

  /** As `ask`, for an answer that must be JSON and must be exactly what the route's schema says. */
  async json<T = Readonly<Record<string, Json>>>(personId: string, query: string, parameters?: Readonly<Record<string, string>>, path?: Readonly<Record<string, string>>): Promise<T> {
    const answer = await this.ask(personId, query, parameters, path);
    if (answer.kind !== 'json') throw new Error(`${query} answered ${JSON.stringify(answer)}`);
    const body = JSON.parse(JSON.stringify(answer.body)) as unknown;
    return this.route(query).response?.parse(body) as T;
  }

  /** Listens as a person until `closed`. */
  async listen(personId: string, closed: Promise<void>, parameters: Readonly<Record<string, string>> = {}): Promise<AsyncIterable<ServerEvent>> {
    const answer = await this.ask(personId, 'escalationStream', parameters);
    if (answer.kind !== 'events') throw new Error(`the stream answered ${JSON.stringify(answer)}`);
    return answer.events(closed);
  }

  route(query: string): QueryRoute {
    const route = this.routes.get(query);
    if (!route) throw new Error(`there is no query ${query}`);
    return route;
  }

  context(personId: string, query: Readonly<Record<string, string>>, path: Readonly<Record<string, string>>): QueryContext {
    const actor: Actor = PEOPLE.actor(personId);
    return { actor, scope: scopeFor(actor), query, path, reveal: (value) => revealed(value, actor.roles.includes('analyst')) };
  }
}

function revealed(value: Json, masked: boolean): Json {
  if (typeof value === 'string') return value.startsWith('sealed:1:') ? (masked ? 'withheld' : `<${value.split(':')[2]}>`) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => revealed(item, masked));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revealed(item as Json, masked)]));
}
