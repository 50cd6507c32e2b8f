import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { loadCalendarYears } from '@fengqiao/calendar';
import { directoryAggregates } from '@fengqiao/directory';
import type { Relay } from '@fengqiao/event-bus';
import type { Actor, JsonObject } from '@fengqiao/kernel';
import { mediationAggregates } from '@fengqiao/mediation';
import { CaseNumbering, CommandPipeline, Health, systemPace, trainingTime, type AnyAggregate, type Config, type DomainClock } from '@fengqiao/platform';
import { nestLogger, openEmbedded, openLogger, type Embedded } from '@fengqiao/platform/embedded';
import { createServer, type HttpPorts, type Page, type Server } from '@fengqiao/platform/http';
import { mustLoadPacks, mustLoadPeriods } from '@fengqiao/policies';
import { packTexts, periodTexts } from '@fengqiao/policies/shipped';
import { adoptShipped, calculatorQueries, Escalator, LiveStream, pastHere, policyQuery, projectionQueries, ReadSide, type Waiting } from '@fengqiao/projection';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { bodyMark, commandId, createdStreamId, DEVELOPMENT_ISSUER, eventId, eventIdIn, resolveActor, reveal, scopeFor, seal } from '@fengqiao/security';
import { developmentHolder, developmentPages } from './development-pages';
import { erasurePages } from './erasure/erasure-pages';
import { PersonErasure } from './erasure/person-erasure';
import { suitClock } from './folder-clock';
import { operationsQueries } from './operations';
import { pastInThreads } from './past/past-in-threads';
import { browserPrinter } from './pdf/browser-printer';
import { setupActor } from './setup-account';

export const VERSION = '0.1.0';
const VISIBLE_WITHIN_MS = 250;
/** How long a question about the past waits for its views to be folded, before it is told to come again. */
const PAST_PATIENCE_MS = 10_000;

export interface HostOptions {
  readonly folder: string;
  readonly clock: DomainClock;
  readonly logLevel: Config['logLevel'];
  /** Where boards of the past are folded: in threads beside the one that serves (omitted), or here, where nobody else is served meanwhile. */
  readonly past?: 'inThreads' | 'here';
  /** Takes the lines of the process's log; stderr without it. */
  readonly logTo?: { write(line: string): void };
  /** The browser that makes PDF of papers; without it the usual names are looked for. */
  readonly browser?: string;
  /** Further routes of the server, behind the same guard. */
  readonly pages?: readonly Page[];
}

/** An answer as it comes without a socket. */
export interface InjectedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** Everything of Fengqiao in one process: contexts, views, deadlines, escalation and HTTP, on one data folder. */
export interface Host {
  readonly embedded: Embedded;
  readonly readSide: ReadSide;
  readonly escalator: Escalator;
  readonly server: Server;
  /** Opens the development issuer over HTTP; for the server file. */
  readonly folderSecret: string;
  /** Shipped versions that wait to be adopted. */
  readonly waiting: readonly Waiting[];
  /** A request without a socket, through the same guards and checks. */
  inject(method: 'GET' | 'POST', path: string, options?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: JsonObject | string | Buffer }): Promise<InjectedAnswer>;
  /** A token of the development issuer; undefined where there is no such account. */
  issueToken(account: string): Promise<string | undefined>;
  /** Resolves when views and escalations have come to rest. */
  settle(): Promise<void>;
  listen(host: string, port: number): Promise<string>;
  close(): Promise<void>;
}

/** Opens a data folder and starts everything on it, except listening; throws one clear sentence where it must not start. */
export async function openHost({ folder, clock, logLevel, logTo, past: pastPlace = 'inThreads', pages = [], browser }: HostOptions): Promise<Host> {
  const log = openLogger(logLevel, logTo);
  const health = new Health(() => trainingTime(clock));
  const pace = systemPace();
  const embedded = await openEmbedded({
    folder,
    clock,
    report: ({ name, what, error, event, attempt }) => log.error({ part: name, what, stream: event?.stream, attempt, err: error }, 'event bus'),
    onTimerError: (error) => log.error({ part: 'timer', err: error }, 'timer'),
  });
  try {
    return await compose(embedded);
  } catch (error) {
    await embedded.close();
    throw error;
  }

  async function compose({ store, bus, timer, keys, secrets, issuer, verifier }: Embedded): Promise<Host> {
    await suitClock(folder, store, clock);
    const waiting = await adoptShipped(store, { packs: mustLoadPacks(packTexts()), years: loadCalendarYears() }, clock.now());
    const readSide = new ReadSide({
      store, clock, pace,
      viewStore: (projection) => new MemoryViewStore(projection),
      onAlarm: (alarm) => log.error({ part: 'views', ...alarm }, 'a case stands still in a view'),
    });
    const { directory } = readSide;
    const erasure = new PersonErasure({ store, clock, keys, directory });
    await erasure.finish();
    const { deadlines } = readSide.opened;
    const live = new LiveStream(store);
    const escalator = new Escalator({ store, clock, timer, directory, deadlines, pace, speed: clock.speed, reached: () => readSide.position, onAlarm: (alarm) => log.error({ part: 'escalation', ...alarm }, 'escalation') });

    const pipeline = new CommandPipeline({
      store, clock, directory, createdStreamId, eventId: eventIdIn,
      seal: (type, data, place) => seal(type, data, place, keys),
      bodyMark: (body) => bodyMark(secrets.bodyMark, body),
    });
    const numbering = new CaseNumbering({ store, clock, eventId, onAlarm: (alarm) => log.error({ part: 'numbering', ...alarm }, 'a case cannot be numbered') });
    const aggregates: readonly AnyAggregate[] = [...mediationAggregates, ...directoryAggregates];
    const pdf = browserPrinter({ browser, onFailure: (error) => log.error({ part: 'papers', err: error }, 'a browser made no PDF') });
    const ports: HttpPorts = {
      pipeline, numbering, health,
      authenticate: async (token) => {
        const verified = await verifier.verify(token);
        return verified.ok ? (resolveActor(verified.claims, directory) ?? setupActor(verified.claims, directory)) : undefined;
      },
      commandId: (actor: Actor, key) => (key === undefined ? randomUUID() : commandId(DEVELOPMENT_ISSUER, actor.account, key)),
      scopeOf: scopeFor,
      reveal: (actor, value) => reveal(actor, value, keys, (error) => log.error({ part: 'seals', err: error }, 'a sealed value is damaged')),
      visible: (stream, revision) => readSide.visible(stream, revision, pace.patience(VISIBLE_WITHIN_MS)),
      report: (error, where, correlation) => log.error({ part: 'http', where, correlation, err: error }, 'a request failed'),
      randomId: randomUUID,
      caseNumber: (stream) => readSide.numbers.of(stream)?.text ?? '',
      pdf,
    };
    const cursorSecret = secrets.bodyMark;
    const past = pastPlace === 'here'
      ? pastHere({ log: store, pace, cursorSecret, viewStore: (projection) => new MemoryViewStore(projection) })
      : pastInThreads({ folder, pace, cursorSecret, patienceMs: PAST_PATIENCE_MS });
    const folderSecret = randomBytes(24).toString('base64url');
    const server = await createServer({
      ports, aggregates, version: VERSION,
      queries: [...calculatorQueries({ policy: () => readSide.opened.policy.current, statutes: mustLoadPeriods(periodTexts()) }), ...projectionQueries({ readSide, log: store, live, clock, pace, cursorSecret, past }), ...operationsQueries(readSide), policyQuery(store, waiting, (personId) => directory.person(personId)?.account)],
      logger: nestLogger(log),
      pages: [...developmentPages({ issuer, directory, isMine: (given) => sameSecret(given, folderSecret) }), ...erasurePages(erasure), ...pages],
    });

    health.add('views', () => (readSide.parked().size === 0 ? undefined : { zh: `${readSide.parked().size} 个视图文档暂停，详见日志`, en: `${readSide.parked().size} view documents are parked; see the log` }));
    health.add('numbering', () => (numbering.parked.size === 0 ? undefined : { zh: `${numbering.parked.size} 件案件无法编号，详见日志`, en: `${numbering.parked.size} cases cannot be numbered; see the log` }));
    health.add('escalation', () => (escalator.isFailing ? { zh: '提醒未能写入日志，正在重试', en: 'rungs cannot be written to the log; trying again' } : undefined));
    health.add('policy', () => (waiting.length === 0 ? undefined : { zh: '有随程序更新的规则包或日历待采用', en: 'shipped packs or calendars wait to be adopted' }));

    await readSide.start(bus);
    for (const aggregate of aggregates) await numbering.sweep(aggregate);
    const relay: Relay = await embedded.startRelay();
    await relay.caughtUp();
    await readSide.caughtUp();
    escalator.start();
    await server.app.init();
    const fastify = server.app.getHttpAdapter().getInstance();
    await fastify.ready();

    const settle = async () => {
      for (let head = -1; head !== (await store.head()); ) {
        head = await store.head();
        await relay.caughtUp();
        await readSide.caughtUp();
        await escalator.sweep();
      }
    };
    return {
      embedded, readSide, escalator, server, folderSecret, waiting, settle,
      inject: async (method, path, options = {}) => {
        const payload = options.body === undefined || typeof options.body === 'string' || Buffer.isBuffer(options.body) ? options.body : JSON.stringify(options.body);
        const type = payload === undefined ? {} : { 'content-type': 'application/json' };
        const answer = await server.app.inject({ method, url: path, headers: { ...type, ...options.headers }, ...(payload === undefined ? {} : { payload }) });
        return { status: answer.statusCode, headers: answer.headers as Record<string, string | undefined>, body: answer.body };
      },
      issueToken: async (account) => {
        const holder = developmentHolder(account, directory);
        return holder && issuer.issue(holder);
      },
      listen: async (host, port) => {
        await server.app.listen(port, host);
        return (await server.app.getUrl()).replace('[::1]', 'localhost');
      },
      close: async () => {
        live.close();
        // Whoever waits for the past or for a PDF is answered before the server waits for its requests.
        await Promise.all([past.close(), pdf.close()]);
        await server.app.close();
        await escalator.stop();
        await embedded.close();
      },
    };
  }
}

function sameSecret(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
