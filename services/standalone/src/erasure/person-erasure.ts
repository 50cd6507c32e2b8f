import { encodeEvent } from '@fengqiao/contracts';
import { WrongExpectedRevision, type EventStore } from '@fengqiao/event-store';
import { formatDate, idOf, millisOf, shanghaiDay, type Actor, type Clock, type Instant, type JsonObject } from '@fengqiao/kernel';
import { serially } from '@fengqiao/platform';
import { eventIdIn, namedId, type Directory, type KeyRing } from '@fengqiao/security';

const AUDIT = 'audit.operator-';
/** `act` of `platform.v1.OperatorActed` where a person is erased; `target` is the person. */
const ERASED = 'person.erase';
/** Streams that bear the id of a person: what they say of themselves is said of the person. */
const OF_PERSONS = ['directory.person-', 'mediation.mediator-'];
const PAGE = 1_000;
const ATTEMPTS = 5;

export interface ErasureParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly keys: KeyRing;
  readonly directory: Pick<Directory, 'person'>;
}

export interface ErasureRequest {
  readonly personId: string;
  /** Why, for the audit; it stays readable for ever, so no name belongs in it. */
  readonly reason: string;
  readonly actor: Actor;
  readonly correlation: string;
}

export type ErasureOutcome =
  | { readonly kind: 'erased'; readonly personId: string; readonly erasedAt: Instant; readonly streams: number; readonly repeated: boolean }
  | { readonly kind: 'notFound' | 'inOffice' | 'isCase' | 'contended' | 'keysBusy' };

/** Where a person is spoken of: in how many streams, in which divisions, and whether the id is a case's own. */
interface Trace {
  readonly streams: ReadonlySet<string>;
  readonly divisions: ReadonlySet<string>;
  readonly isCase: boolean;
}

/**
 * Erases persons (删除个人信息): the act goes into the audit stream first, then the person's key is destroyed. What the log says of the
 * person stays in it, sealed for ever: the chains hold, and views need not be built again. Because the act is in the log, `finish` can
 * destroy the key once more wherever it came back: after a crash in between, or with an older copy of the key file.
 */
export class PersonErasure {
  private readonly oneAtATime = serially();

  constructor(private readonly parts: ErasureParts) {}

  /** Destroys every key whose person was erased and which is there all the same; returns how many. Run before anything is shown. */
  async finish(): Promise<number> {
    let destroyed = 0;
    for (const personId of (await this.acts()).keys()) {
      if (this.parts.keys.get(personId) === undefined) continue;
      await this.parts.keys.destroy(personId);
      destroyed += 1;
    }
    return destroyed;
  }

  /** Erases one person; the same again changes nothing. Only where all that is known of him lies in the actor's division. */
  erase(request: ErasureRequest): Promise<ErasureOutcome> {
    return this.oneAtATime(request.personId, () => this.eraseNow(request));
  }

  private async eraseNow(request: ErasureRequest): Promise<ErasureOutcome> {
    const { personId, actor } = request;
    const trace = await this.traceOf(personId);
    const mine = actor.division !== '' && [...trace.divisions].every((division) => division.startsWith(actor.division));
    if (trace.streams.size === 0 || !mine) return { kind: 'notFound' };
    if (trace.isCase) return { kind: 'isCase' };
    if (this.parts.directory.person(personId)) return { kind: 'inOffice' };
    const before = (await this.acts()).get(personId);
    const erasedAt = before ?? (await this.record(request));
    if (erasedAt === undefined) return { kind: 'contended' };
    try {
      await this.parts.keys.destroy(personId);
    } catch (error) {
      if ((error as Error).name === 'KeyFileRefused') return { kind: 'keysBusy' };
      throw error;
    }
    return { kind: 'erased', personId, erasedAt, streams: trace.streams.size, repeated: before !== undefined };
  }

  /** Reads the whole log: nothing keeps an index of who is spoken of where, and a person is erased rarely. */
  private async traceOf(personId: string): Promise<Trace> {
    const [streams, divisions] = [new Set<string>(), new Set<string>()];
    let isCase = false;
    const mark = `"sealed:1:${personId}:`;
    for await (const event of this.events()) {
      if (idOf(event.stream) === personId && ![...OF_PERSONS, AUDIT].some((prefix) => event.stream.startsWith(prefix))) isCase = true;
      if (!JSON.stringify(event.data).includes(mark)) continue;
      streams.add(event.stream);
      divisions.add(event.meta.jurisdiction);
    }
    return { streams, divisions, isCase };
  }

  /** Who was erased, and when. */
  private async acts(): Promise<ReadonlyMap<string, Instant>> {
    const acts = new Map<string, Instant>();
    for (const stream of await this.parts.store.streams(AUDIT)) {
      for (const { data, meta } of await this.parts.store.read(stream)) if (data.act === ERASED && !acts.has(String(data.target))) acts.set(String(data.target), meta.recordedAt);
    }
    return acts;
  }

  private async *events() {
    for (let after = 0; ; ) {
      const page = await this.parts.store.readAll({ after, limit: PAGE });
      yield* page;
      const last = page[page.length - 1];
      if (!last) return;
      after = last.position;
    }
  }

  /** Writes the act into the audit stream of the day; undefined where others were always first. */
  private async record({ personId, reason, actor, correlation }: ErasureRequest): Promise<Instant | undefined> {
    const { store, clock } = this.parts;
    const command = namedId(ERASED, personId);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const now = clock.now();
      const stream = `${AUDIT}${formatDate(shanghaiDay(millisOf(now)))}`;
      const data: JsonObject = encodeEvent('platform.v1.OperatorActed', { act: ERASED, target: personId, reason });
      const meta = { occurredAt: now, actor: actor.personId, office: actor.officeId, jurisdiction: actor.division, correlation, causation: '', command: { id: command, body: '' } };
      const { length } = await store.read(stream);
      try {
        const { events } = await store.append(stream, length === 0 ? 'none' : length - 1, [{ id: eventIdIn(stream, command, 0), type: 'platform.v1.OperatorActed', data, meta }], now);
        return events[0]?.meta.recordedAt;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    return undefined;
  }
}
