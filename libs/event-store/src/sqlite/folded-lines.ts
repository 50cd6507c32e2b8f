import { isAscii } from 'node:buffer';
import { HASH_BYTES, MOST_OF_A_TEXT, type Line, type LineTaker } from './lines';

/** Of each event in its text: data, id, actor, correlation, jurisdiction, occurredAt, office and recordedAt, in the order of the canonical text. */
export const MEMBERS_OF_AN_EVENT = 8;
/** Numbers of one event beside its text: stream, type and revision. */
export const NUMBERS_OF_AN_EVENT = 3;

/** Lines whose chain holds: JSON arrays of what folds read of events, one behind the other. Plain data, to be handed to another thread. */
export interface FoldedBytes {
  readonly bytes: Uint8Array;
  readonly texts: readonly FoldedText[];
  readonly numbers: Float64Array;
  /** Streams and types of which these are the first events, with their names. */
  readonly streams: readonly Name[];
  readonly types: readonly Name[];
}

export type Name = readonly [number: number, name: string];

/** One array in the bytes, its members those of its events without a bracket between them. */
export interface FoldedText {
  readonly end: number;
  readonly isAscii: boolean;
  readonly events: number;
}

const [QUOTE, COLON, COMMA, OPENING, CLOSING, ZERO] = ['"', ':', ',', '[', ']', '0'].map((char) => char.charCodeAt(0)) as [number, number, number, number, number, number];

const BEFORE_DATA = Buffer.from('{"data":');
const BEFORE_TYPE = Buffer.from(',"type":');
const BEHIND_TYPE = Buffer.from(',"v":1}');
const BEFORE_STREAM = Buffer.from(',"stream":');
const BEFORE_REVISION = Buffer.from('},"revision":');
/**
 * Texts in front of the revision, the last first: what stands in front of each, and how many bytes it mostly is with its quotes. Where a shorter one
 * stands behind another of its name, which only the id can, too much is taken for it: that is no JSON, as who reads it will notice.
 */
const TEXTS = [
  { before: ',"recordedAt":', usual: 26, isRead: true },
  { before: ',"office":', usual: 38, isRead: true },
  { before: ',"occurredAt":', usual: 26, isRead: true },
  { before: ',"jurisdiction":', usual: 14, isRead: true },
  { before: '},"correlation":', usual: 38, isRead: true },
  { before: ',"id":', usual: 38, isRead: false },
  { before: ',"command":{"body":', usual: 45, isRead: false },
  { before: ',"causation":', usual: 38, isRead: false },
  { before: ',"meta":{"actor":', usual: 38, isRead: true },
  { before: ',"id":', usual: 38, isRead: true },
].map(({ before, ...rest }) => ({ before: Buffer.from(before), ...rest }));

/**
 * Makes JSON arrays of what folds read, where the lines lie. An event is canonical text, so its members are found from its end, each by what stands
 * in front of it. Whatever stands there otherwise is doubtful.
 */
export class FoldedLines implements LineTaker {
  private texts: { end: number; isAscii: boolean; events: number }[] = [];
  private numbers: number[] = [];
  private streams: Name[] = [];
  private types: Name[] = [];
  private written = 0;
  /** Of the bytes that are written. */
  private view: DataView = new DataView(new ArrayBuffer(0));
  /** By the number of a type: how the canonical text of its events ends. */
  private readonly endings = new Map<number, Buffer>();
  /** Where the texts that are read begin and end, the last first. */
  private readonly places = new Uint32Array(2 * TEXTS.length);

  /** What was taken since it was asked last. */
  made(bytes: Buffer): FoldedBytes {
    const { texts, numbers, streams, types } = this;
    [this.texts, this.numbers, this.streams, this.types, this.written] = [[], [], [], [], 0];
    return { bytes, texts, numbers: Float64Array.from(numbers), streams, types };
  }

  take(bytes: Buffer, { stream, type, revision, body, bodyEnd }: Line, isKnown: boolean): number | undefined {
    const streamEnd = this.beforeType(bytes, bodyEnd, type);
    const streamStart = openingBefore(bytes, streamEnd);
    const dataEnd = this.beforeTexts(bytes, beforeRevision(bytes, streamStart, revision));
    const dataStart = body + BEFORE_DATA.length;
    if (dataEnd <= dataStart || before(bytes, dataStart, BEFORE_DATA) !== body) return undefined;
    if (!isKnown) this.streams.push([stream, JSON.parse(bytes.toString('utf8', streamStart, streamEnd)) as string]);
    this.numbers.push(stream, type, revision);
    this.write(bytes, dataStart, dataEnd, isAscii(bytes.subarray(body, bodyEnd)));
    return bodyEnd + HASH_BYTES;
  }

  /** Where the member before the type ends; the column is not covered by the chain. */
  private beforeType(bytes: Buffer, end: number, type: number): number {
    const known = this.endings.get(type);
    if (known) return before(bytes, end, known);
    const nameEnd = before(bytes, end, BEHIND_TYPE);
    const nameStart = openingBefore(bytes, nameEnd);
    const start = before(bytes, nameStart, BEFORE_TYPE);
    if (start < 0) return NOWHERE;
    this.endings.set(type, Buffer.from(bytes.subarray(start, end)));
    this.types.push([type, JSON.parse(bytes.toString('utf8', nameStart, nameEnd)) as string]);
    return start;
  }

  /** Notes the texts in front of the revision; where the data in front of them ends. */
  private beforeTexts(bytes: Buffer, end: number): number {
    let at = end;
    for (let index = 0; index < TEXTS.length; index += 1) {
      const text = TEXTS[index] as (typeof TEXTS)[number];
      const guess = at - text.usual;
      let start = before(bytes, guess, text.before);
      if (start < 0) start = before(bytes, openingBefore(bytes, at), text.before);
      if (start < 0) return NOWHERE;
      this.places[2 * index] = start + text.before.length;
      this.places[2 * index + 1] = at;
      at = start;
    }
    return at;
  }

  /** What is written is shorter than what it is made of, and its parts stand in the same order. */
  private write(bytes: Buffer, dataStart: number, dataEnd: number, ascii: boolean): void {
    if (this.written === 0) this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let text = this.texts[this.texts.length - 1];
    let at = this.written;
    if (text && text.isAscii === ascii && text.events < MOST_OF_A_TEXT) bytes[at - 1] = COMMA;
    else {
      text = { end: 0, isAscii: ascii, events: 0 };
      this.texts.push(text);
      bytes[at++] = OPENING;
    }
    bytes.copyWithin(at, dataStart, dataEnd);
    at += dataEnd - dataStart;
    for (let index = TEXTS.length - 1; index >= 0; index -= 1) {
      if (!(TEXTS[index] as (typeof TEXTS)[number]).isRead) continue;
      bytes[at] = COMMA;
      const [start, end] = [this.places[2 * index] as number, this.places[2 * index + 1] as number];
      moveDown(this.view, at + 1, start, end);
      at += 1 + end - start;
    }
    bytes[at++] = CLOSING;
    text.events += 1;
    text.end = at;
    this.written = at;
  }
}

const NOWHERE = -1;

/** Four bytes at a time: as cheap as one, and far less than a call for so few. The three that may be written behind are among those that were read before. */
function moveDown(view: DataView, to: number, start: number, end: number): void {
  for (let at = to, from = start; from < end; at += 4, from += 4) view.setUint32(at, view.getUint32(from));
}

/** Where these bytes begin that end there; nowhere where others do. */
function before(bytes: Uint8Array, end: number, expected: Uint8Array): number {
  const start = end - expected.length;
  if (start < 0) return NOWHERE;
  for (let index = expected.length - 1; index >= 0; index -= 1) if (bytes[start + index] !== expected[index]) return NOWHERE;
  return start;
}

/** Where the text begins that ends there: at the last quote that follows a colon, as none within a text does. */
function openingBefore(bytes: Uint8Array, end: number): number {
  for (let at = end - 2; at > 0; at -= 1) if (bytes[at] === QUOTE && bytes[at - 1] === COLON) return at;
  return NOWHERE;
}

/** Where the member before the revision ends, if that is what the column says; it is followed by the stream. */
function beforeRevision(bytes: Uint8Array, streamStart: number, revision: number): number {
  let at = before(bytes, streamStart, BEFORE_STREAM);
  let [value, unit] = [0, 1];
  for (let digit = bytes[at - 1] as number; digit >= ZERO && digit <= ZERO + 9; digit = bytes[at - 1] as number) {
    value += (digit - ZERO) * unit;
    unit *= 10;
    at -= 1;
  }
  return value === revision ? before(bytes, at, BEFORE_REVISION) : NOWHERE;
}
