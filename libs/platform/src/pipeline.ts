import {
  idOf,
  invariant,
  millisOf,
  MS_PER_DAY,
  MS_PER_MINUTE,
  Recent,
  toInstant,
  type Actor,
  type Clock,
  type DomainEvent,
  type Instant,
  type Json,
  type JsonObject,
  type NewEvent,
  type RecordedEvent,
  type Refusal,
} from '@fengqiao/kernel';
import { AppendOutcomeUnknown, WrongExpectedRevision, type EventStore } from '@fengqiao/event-store';
import { KeyDestroyed, type Directory } from '@fengqiao/security';
import type { Aggregate } from './aggregate';
import { serially } from './serially';

/** Any aggregate, where its own types no longer matter. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Aggregate is invariant in its four types; the pipeline only carries them through
export type AnyAggregate = Aggregate<any, any, any, any>;

export interface CommandRequest {
  /** UUID of the stream; undefined for a command that creates one. */
  readonly id?: string;
  readonly type: string;
  /** The validated body. */
  readonly body: JsonObject;
  readonly actor: Actor;
  /** UUID: from (issuer, subject, Idempotency-Key), or random. */
  readonly commandId: string;
  /** Revision that If-Match names. */
  readonly ifMatch?: number;
  /** Claimed time of a fact about the world. */
  readonly occurredAt?: Instant;
  /** Account that approved a claimed time more than 24 hours back. */
  readonly approvedBy?: string;
  readonly correlation: string;
}

export type CommandOutcome =
  | { readonly kind: 'done'; readonly stream: string; readonly revision: number; readonly events: readonly RecordedEvent[]; readonly repeated: boolean; readonly state: unknown }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'keyReused' }
  | { readonly kind: 'preconditionFailed'; readonly actual: number }
  | { readonly kind: 'contended' };

/** One stream, folded; revision -1 where it does not exist. */
export interface Loaded {
  readonly state: unknown;
  readonly revision: number;
  readonly events: readonly RecordedEvent[];
}

/** What the log says of one stream, as far as a new command is decided on it. */
interface Known {
  readonly state: unknown;
  readonly revision: number;
  /** Of its last event; empty where the stream does not exist. */
  readonly recordedAt: Instant | '';
  /** The commands that caused its events. */
  readonly commandIds: readonly string[];
}

/** What the pipeline needs of the world. */
export interface PipelinePorts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly directory: Directory;
  /** Validates event data against its contract and seals its personal fields, with keys that are on disk before; a contract violation is a bug of a decider. */
  seal(type: string, data: JsonObject, place: { readonly eventId: string; readonly stream: string }): Promise<JsonObject>;
  /** Keyed digest of a command's body: the same key with another body is seen without keeping the body. */
  bodyMark(body: Json): string;
  createdStreamId(commandId: string): string;
  /** Id of the n-th thing that a command makes in a stream: a caller may send one key to two cases, and these are two commands. */
  eventId(stream: string, commandId: string, index: number): string;
}

const ATTEMPTS = 4;
const MAX_AHEAD_MS = MS_PER_MINUTE;
const MAX_BACK_MS = MS_PER_DAY;
/** Streams that stay folded between two commands: what a county has open at a time. A longer one is folded afresh, because what it holds is large. */
const MOST_KNOWN = 4_096;
const LONGEST_KNOWN = 256;
/** Roles that lead an office. */
const HEADS: readonly string[] = ['bureauHead', 'officeDirector', 'committeeChair'];

/**
 * Carries one command out: idempotency, authorise, If-Match, decide, seal, append; the append is the only transaction.
 * A retry of the same command answers again from its events; commands on one stream queue inside the process.
 */
export class CommandPipeline {
  private readonly oneAtATime = serially();
  /** Streams as the log had them when a command last asked: the next one folds only what came since. */
  private readonly recent = new Recent<Known>(MOST_KNOWN);

  constructor(private readonly ports: PipelinePorts) {}

  execute(aggregate: AnyAggregate, request: CommandRequest): Promise<CommandOutcome> {
    const stream = this.streamOf(aggregate, request);
    return this.oneAtATime(stream, () => this.attempt(aggregate, request, stream, ATTEMPTS));
  }

  /** The domain clock's now. */
  now(): Instant {
    return this.ports.clock.now();
  }

  /** Look-ups as of now. */
  get look(): Directory {
    return this.ports.directory;
  }

  /** Loads and folds one stream, or of it what was recorded up to an instant. */
  async load(aggregate: AnyAggregate, stream: string, asOf?: Instant): Promise<Loaded> {
    const all = await this.ports.store.read(stream);
    const events = asOf === undefined ? all : all.filter(({ meta }) => meta.recordedAt <= asOf);
    return { state: foldOrSay(aggregate, stream, aggregate.decider.initial, events), revision: events.length - 1, events };
  }

  /** May this actor read this state of an aggregate? */
  mayRead(aggregate: AnyAggregate, actor: Actor, state: unknown): boolean {
    return aggregate.mayRead ? aggregate.mayRead(actor, state, this.ports.directory) : aggregate.authorise(actor, state, undefined);
  }

  private streamOf(aggregate: AnyAggregate, request: CommandRequest): string {
    const id = request.id ?? aggregate.idFrom?.({ type: request.type, ...request.body }, request.actor) ?? this.ports.createdStreamId(request.commandId);
    return `${aggregate.context}.${aggregate.name}-${id}`;
  }

  /** The stream as the log has it now; one that is asked for again is folded on from where it was. */
  private async known(aggregate: AnyAggregate, stream: string): Promise<Known> {
    const before = this.recent.get(stream) ?? { state: aggregate.decider.initial, revision: -1, recordedAt: '', commandIds: [] };
    const events = await this.ports.store.read(stream, before.revision + 1);
    const last = events[events.length - 1];
    if (!last) return before;
    const known = {
      state: foldOrSay(aggregate, stream, before.state, events),
      revision: last.revision,
      recordedAt: last.meta.recordedAt,
      commandIds: [...before.commandIds, ...events.map(({ meta }) => meta.command.id)],
    };
    if (known.revision < LONGEST_KNOWN) this.recent.set(stream, known);
    else this.recent.delete(stream);
    return known;
  }

  private async attempt(aggregate: AnyAggregate, request: CommandRequest, stream: string, left: number): Promise<CommandOutcome> {
    const known = await this.known(aggregate, stream);
    const mark = this.ports.bodyMark(markedBody(request, stream));
    const answered = known.commandIds.includes(request.commandId) ? answerAgain(aggregate, request, await this.load(aggregate, stream), mark) : undefined;
    if (answered) return answered;

    const command = { type: request.type, ...request.body };
    const spec = aggregate.commands[request.type];
    invariant(spec, `${aggregate.name} has no command ${request.type}`);
    if (known.revision < 0 && !spec.creates) return { kind: 'notFound' };
    const isRecorded = spec.once === true && known.revision >= 0;
    if (!aggregate.authorise(request.actor, known.state, command)) return isRecorded ? { kind: 'refused', refusal: RECORDED_ELSEWHERE } : { kind: 'notFound' };
    if (isRecorded) return firstAnswer(aggregate, request, await this.load(aggregate, stream), mark);
    const now = this.nowAfter(known.recordedAt);
    const decision = aggregate.decider.decide(command, known.state, {
      now,
      actor: request.actor,
      self: idOf(stream),
      id: (index) => this.ports.eventId(stream, request.commandId, 1_000 + index),
      approvedBy: request.approvedBy ?? '',
      look: this.ports.directory,
    });
    // Before If-Match, as authorise: whoever may not act learns neither that there is something nor how far it has come.
    if (!decision.ok && decision.refusal.kind === 'forbidden') return { kind: 'notFound' };
    if (request.ifMatch !== undefined && request.ifMatch !== known.revision) return { kind: 'preconditionFailed', actual: known.revision };
    const claim = this.checkClaim(request, now);
    if (claim) return { kind: 'refused', refusal: claim };
    if (!decision.ok) return { kind: 'refused', refusal: decision.refusal };
    if (decision.events.length === 0) return { kind: 'done', stream, revision: known.revision, events: [], repeated: true, state: known.state };

    const jurisdiction = aggregate.jurisdiction(known.state, command, request.actor, this.ports.directory);
    try {
      const events = await Promise.all(decision.events.map((event: DomainEvent, index: number) => this.toNewEvent(event, index, request, stream, mark, jurisdiction, now)));
      const appended = await this.ports.store.append(stream, known.revision < 0 ? 'none' : known.revision, events, now);
      const state = foldFrom(aggregate, known.state, appended.events);
      return { kind: 'done', stream, revision: appended.revision, events: appended.events, repeated: false, state };
    } catch (error) {
      if (error instanceof KeyDestroyed) return { kind: 'refused', refusal: { kind: 'refused', code: 'PERSON_ERASED', zh: '该人员的数据已删除，请以新的编号登记', en: 'this person was erased; register under a new id' } };
      if (error instanceof WrongExpectedRevision) return left > 1 ? this.attempt(aggregate, request, stream, left - 1) : { kind: 'contended' };
      if (!(error instanceof AppendOutcomeUnknown)) throw error;
      return left > 1 ? this.attempt(aggregate, request, stream, left - 1) : this.lookOnceMore(aggregate, request, stream, mark, error);
    }
  }

  /** After the last attempt too, only the log knows whether it succeeded; nobody is told that nothing happened while that is open. */
  private async lookOnceMore(aggregate: AnyAggregate, request: CommandRequest, stream: string, mark: string, unknown: AppendOutcomeUnknown): Promise<CommandOutcome> {
    const answered = answerAgain(aggregate, request, await this.load(aggregate, stream), mark);
    if (!answered) throw unknown;
    return answered;
  }

  /** Time as this stream knows it: never before its last event. */
  private nowAfter(last: Instant | ''): Instant {
    const now = this.ports.clock.now();
    // The store refuses a head far ahead of the clock; a small step back of the clock is smoothed here.
    return last !== '' && last > now && millisOf(last) - millisOf(now) <= 5_000 ? last : now;
  }

  /**
   * Claimed times: at most 60 s ahead, at most 24 h back unless a named officer approved (decision G-50 of the requirements).
   * Who is named is checked in any case, because the name goes into the log.
   */
  private checkClaim({ occurredAt, approvedBy, actor }: CommandRequest, now: Instant): Refusal | undefined {
    if (approvedBy !== undefined && !this.mayApprove(approvedBy, actor)) {
      return { kind: 'refused', code: 'APPROVER_NOT_ENTITLED', pointer: '/approvedBy', zh: '批准人须为本机构或上级机构的负责人，且非本人', en: 'who approves is a head of this office or one above, and not yourself' };
    }
    if (occurredAt === undefined) return undefined;
    const ahead = millisOf(occurredAt) - millisOf(now);
    if (ahead > MAX_AHEAD_MS) {
      return { kind: 'refused', code: 'OCCURRED_IN_FUTURE', pointer: '/occurredAt', zh: '发生时间晚于当前时间，请核对', en: 'occurredAt lies in the future; check the time' };
    }
    if (-ahead <= MAX_BACK_MS || approvedBy !== undefined) return undefined;
    return {
      kind: 'refused',
      code: 'BACKDATED_NEEDS_APPROVAL',
      pointer: '/occurredAt',
      zh: '补录超过24小时，须写明批准人（本机构或上级的负责人，且非本人）的账号',
      en: 'more than 24 hours back: name in approvedBy the account of a head of this office or one above, not yourself',
    };
  }

  private mayApprove(account: string, actor: Actor): boolean {
    const approver = this.ports.directory.byAccount(account);
    const isHead = approver?.roles.some((role) => HEADS.includes(role)) === true;
    return isHead && approver.personId !== actor.personId && this.ports.directory.isWithin(actor.officeId, approver.officeId);
  }

  private async toNewEvent(event: DomainEvent, index: number, request: CommandRequest, stream: string, mark: string, jurisdiction: string, now: Instant): Promise<NewEvent> {
    const id = this.ports.eventId(stream, request.commandId, index);
    return {
      id,
      type: event.type,
      data: await this.ports.seal(event.type, event.data as JsonObject, { eventId: id, stream }),
      meta: {
        occurredAt: event.occurredAt ?? request.occurredAt ?? now,
        actor: request.actor.personId,
        office: request.actor.officeId,
        jurisdiction,
        correlation: request.correlation,
        causation: '',
        command: { id: request.commandId, body: mark },
      },
    };
  }
}

/** The first answer to a command that is in the log already, rebuilt from its events; the same key with another body is refused. */
function answerAgain(aggregate: AnyAggregate, request: CommandRequest, loaded: Loaded, mark: string): CommandOutcome | undefined {
  const mine = loaded.events.filter((event) => event.meta.command.id === request.commandId);
  const last = mine[mine.length - 1];
  if (!last) return undefined;
  if (mine.some((event) => event.meta.command.body !== mark)) return { kind: 'keyReused' };
  const state = foldFrom(aggregate, aggregate.decider.initial, loaded.events.slice(0, last.revision + 1));
  return { kind: 'done', stream: last.stream, revision: last.revision, events: mine, repeated: true, state };
}

/** What was recorded once is recorded: the same again is answered as the first time, whoever sends it; anything else under that name is refused. */
function firstAnswer(aggregate: AnyAggregate, request: CommandRequest, loaded: Loaded, mark: string): CommandOutcome {
  const commandId = loaded.events[0]?.meta.command.id ?? request.commandId;
  const answered = answerAgain(aggregate, { ...request, commandId }, loaded, mark);
  return answered?.kind === 'done' ? answered : { kind: 'refused', refusal: RECORDED_OTHERWISE };
}

const RECORDED_OTHERWISE: Refusal = { kind: 'conflict', code: 'RECORDED_OTHERWISE', zh: '该来源的这一编号已登记过，内容不同；请核对', en: 'this number of this source was recorded before with other content; compare the two' };
const RECORDED_ELSEWHERE: Refusal = {
  kind: 'conflict', code: 'RECORDED_ELSEWHERE',
  zh: '该来源的这一编号已由其他机构登记；确为另一案件的，请换一个来源名称', en: 'another office recorded this number of this source; where it is another case, give the source another name',
};

/** A stream holds an event that this program cannot fold: a newer program wrote it, or something went wrong. Nothing is decided on half of what is known. */
export class CaseUnreadable extends Error {
  constructor(stream: string, options: { readonly cause: unknown }) {
    super(`${stream} cannot be folded: ${String(options.cause)}`, options);
    this.name = 'CaseUnreadable';
  }
}

function foldOrSay(aggregate: AnyAggregate, stream: string, from: unknown, events: readonly RecordedEvent[]): unknown {
  try {
    return foldFrom(aggregate, from, events);
  } catch (cause) {
    throw new CaseUnreadable(stream, { cause });
  }
}

function foldFrom(aggregate: AnyAggregate, from: unknown, events: readonly RecordedEvent[]): unknown {
  let state = from;
  for (const event of events) state = aggregate.decider.evolve(state, event);
  return state;
}

/** All that makes two commands the same one. */
function markedBody(request: CommandRequest, stream: string): Json {
  return { type: request.type, stream, body: request.body, occurredAt: request.occurredAt ?? '', approvedBy: request.approvedBy ?? '' };
}

/** The canonical instant of a claimed time that was already checked to exist. */
export function claimedInstant(text: string): Instant {
  return toInstant(millisOf(text));
}
