import { hash as digest } from 'node:crypto';
import type { EventMeta, Instant, NewEvent, RecordedEvent } from '@fengqiao/kernel';
import { InvariantViolation, invariant, millisOf, toInstant } from '@fengqiao/kernel';
import { canonicalText, hasLoneSurrogate } from './canonical-text';
import { type ExpectedRevision, StoreUnavailable, WrongExpectedRevision } from './port';

/** Version byte in front of every hashed event: 1 is SHA-256. */
const HASH_VERSION = 1;
const HASH_BYTES = 32;
const PREFIX_BYTES = 1 + HASH_BYTES;

/** How far a stream's last event may be ahead of the clock before the clock is held to be wrong. */
export const CLOCK_TOLERANCE_MS = 5_000;

/** The end of a stream: what the next event is chained to. `recordedAt` is empty where the stream does not exist. */
export interface Head {
  readonly revision: number;
  readonly hash: Buffer;
  readonly recordedAt: Instant | '';
}

/** The head of a stream that does not exist. */
export const NO_STREAM: Head = { revision: -1, hash: Buffer.alloc(HASH_BYTES), recordedAt: '' };

/** An event whose canonical text is ready but for its revision and recordedAt, which are only known inside the transaction. */
export interface PreparedEvent {
  readonly event: NewEvent;
  /** Canonical text up to the value of recordedAt. */
  readonly before: string;
  /** Canonical text behind the revision. */
  readonly after: string;
}

/** An event with its place in a stream: the canonical text that is stored, its link of the chain, and the event itself without position. */
export interface LinkedEvent {
  readonly text: string;
  readonly hash: Buffer;
  readonly event: Omit<RecordedEvent, 'position'>;
}

/** Link of the chain: SHA-256 over the version byte, the previous hash of the stream (32 bytes, zeros at revision 0) and the UTF-8 of the canonical text. */
export function chainHash(previous: Buffer, text: string): Buffer {
  const room = roomFor(text.length * 3);
  return hashOf(room, previous, room.write(text, PREFIX_BYTES));
}

/** The same link where the UTF-8 of the canonical text is at hand. */
export function chainHashOfBytes(previous: Buffer, bytes: Buffer): Buffer {
  const room = roomFor(bytes.length);
  return hashOf(room, previous, bytes.copy(room, PREFIX_BYTES));
}

/** The same link as a text of 32 codes, a byte each, as is the previous one: cheaper to compare and to keep than bytes. The 33 bytes in front of the text are written over. */
export function chainCodesInPlace(bytes: Buffer, start: number, end: number, previous: string): string {
  bytes[start - PREFIX_BYTES] = HASH_VERSION;
  bytes.write(previous, start - HASH_BYTES, HASH_BYTES, 'binary');
  return digest('sha256', bytes.subarray(start - PREFIX_BYTES, end), 'binary');
}

function hashOf(prepared: Buffer, previous: Buffer, length: number): Buffer {
  prepared[0] = HASH_VERSION;
  prepared.set(previous, 1);
  return digest('sha256', prepared.subarray(0, PREFIX_BYTES + length), 'buffer');
}

/**
 * Everything of an event's canonical text that does not depend on its place; keys stand in the order of RFC 8785.
 * Work done here is done once, outside the transaction.
 */
export function prepareEvent(stream: string, event: NewEvent): PreparedEvent {
  const { meta } = event;
  const before = `{"data":${canonicalText(event.data)},"id":${quoted(event.id)},"meta":{"actor":${quoted(meta.actor)},"causation":${quoted(meta.causation)}`
    + `,"command":{"body":${quoted(meta.command.body)},"id":${quoted(meta.command.id)}},"correlation":${quoted(meta.correlation)}`
    + `,"jurisdiction":${quoted(meta.jurisdiction)},"occurredAt":${quoted(meta.occurredAt)},"office":${quoted(meta.office)},"recordedAt":`;
  return { event, before, after: `,"stream":${quoted(stream)},"type":${quoted(event.type)},"v":1}` };
}

/** Why an append cannot follow this head: another writer was first, or the stream is ahead of the clock; undefined where it can. */
export function refusalOf(stream: string, head: Head, expected: ExpectedRevision, now: Instant): WrongExpectedRevision | StoreUnavailable | undefined {
  if (head.revision !== (expected === 'none' ? -1 : expected)) return new WrongExpectedRevision(stream, expected, head.revision);
  if (head.recordedAt > now && head.recordedAt > toInstant(millisOf(now) + CLOCK_TOLERANCE_MS)) {
    return new StoreUnavailable(
      'CLOCK_FAULT',
      `时钟落后：${stream} 的末条记录于 ${head.recordedAt}，而现在是 ${now}。请校正系统时钟。`
        + ` Clock fault: the last event of ${stream} was recorded at ${head.recordedAt}, the clock says ${now}; set the clock right.`,
    );
  }
  return undefined;
}

/** Gives a prepared event its place behind a head. recordedAt = max(now, the stream's last). */
export function linkEvent(stream: string, head: Head, prepared: PreparedEvent, now: Instant): LinkedEvent {
  const { event } = prepared;
  const revision = head.revision + 1;
  const recordedAt = head.recordedAt > now ? (head.recordedAt as Instant) : now;
  const text = `${prepared.before}"${recordedAt}"},"revision":${revision}${prepared.after}`;
  const hash = chainHash(head.hash, text);
  const { occurredAt, actor, office, jurisdiction, correlation, causation, command } = event.meta;
  const meta: EventMeta = { occurredAt, recordedAt, actor, office, jurisdiction, correlation, causation, command: { id: command.id, body: command.body } };
  return { text, hash, event: { v: 1, stream, revision, id: event.id, type: event.type, data: event.data, meta, hash: hash.toString('hex') } };
}

/** The head after an event. */
export function headAfter(linked: LinkedEvent): Head {
  return { revision: linked.event.revision, hash: linked.hash, recordedAt: linked.event.meta.recordedAt };
}

/** Checks the arguments of an append, which are a caller's bug where they are wrong. */
export function checkAppend(stream: string, expected: ExpectedRevision, events: readonly NewEvent[], now: Instant): void {
  invariant(stream !== '', 'an append names its stream');
  invariant(events.length > 0, `an append to ${stream} has at least one event`);
  invariant(expected === 'none' || (Number.isSafeInteger(expected) && expected >= 0), `an append to ${stream} expects a revision or 'none', not ${expected}`);
  invariant(now.length === 24, `${now} is no instant`);
}

/** RFC 8785 text of a string. */
function quoted(value: string): string {
  const text = JSON.stringify(value) as string | undefined;
  if (typeof value !== 'string' || text === undefined || hasLoneSurrogate(text)) throw new InvariantViolation(`${text} is no text that an event can hold`);
  return text;
}

let room = Buffer.allocUnsafe(64 * 1024);

/** One buffer for hashing, grown to the longest text seen: hashing is synchronous, so nobody else can hold it. */
function roomFor(bytes: number): Buffer {
  const needed = PREFIX_BYTES + bytes;
  if (room.length < needed) room = Buffer.allocUnsafe(needed);
  return room;
}
