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

const NOWHERE = -1;
const [QUOTE, COLON, COMMA, OPENING, CLOSING, ZERO, BLANK] = Buffer.from('":,[]0 ') as unknown as [number, number, number, number, number, number, number];
/** The highest bit of each of four bytes. */
const NOT_ASCII = 0x8080_8080 | 0;

/** Bytes that are expected somewhere, at least four, as numbers of four; the last may overlap the one before. */
interface Expected {
  readonly length: number;
  readonly fours: Uint32Array;
}

const BEFORE_DATA = expected('{"data":');
const BEFORE_TYPE = expected(',"type":');
const BEHIND_TYPE = expected(',"v":1}');
const BEFORE_STREAM = expected(',"stream":');
const BEFORE_REVISION = expected('},"revision":');
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
].map(({ before, ...rest }) => ({ before: expected(before), ...rest }));

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
  private bytesOfAStream = 0;
  /** Of the bytes that are read and written. */
  private view: DataView = new DataView(new ArrayBuffer(0));
  /** By the number of a type: how the canonical text of its events ends. */
  private readonly endings = new Map<number, Expected>();
  /** Where the texts that are read begin and end, the last first. */
  private readonly places = new Uint32Array(2 * TEXTS.length);

  /** What was taken since it was asked last. */
  made(bytes: Buffer): FoldedBytes {
    const { texts, numbers, streams, types } = this;
    [this.texts, this.numbers, this.streams, this.types, this.written] = [[], [], [], [], 0];
    return { bytes, texts, numbers: new Float64Array(numbers), streams, types };
  }

  take(bytes: Buffer, { stream, type, revision, body, bodyEnd }: Line, isKnown: boolean): number | undefined {
    if (this.written === 0) this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const streamEnd = this.beforeType(bytes, bodyEnd, type);
    const streamStart = this.streamStart(bytes, streamEnd);
    const dataEnd = this.beforeTexts(bytes, this.beforeRevision(bytes, streamStart, revision));
    const dataStart = body + BEFORE_DATA.length;
    if (dataEnd <= dataStart || before(this.view, dataStart, BEFORE_DATA) !== body) return undefined;
    if (!isKnown) this.streams.push([stream, JSON.parse(bytes.toString('utf8', streamStart, streamEnd)) as string]);
    this.numbers.push(stream, type, revision);
    this.write(bytes, dataStart, dataEnd);
    return bodyEnd + HASH_BYTES;
  }

  /** Where the member before the type ends; the column is not covered by the chain. */
  private beforeType(bytes: Buffer, end: number, type: number): number {
    const known = this.endings.get(type);
    if (known) return before(this.view, end, known);
    const nameEnd = before(this.view, end, BEHIND_TYPE);
    const nameStart = openingBefore(bytes, nameEnd);
    const start = before(this.view, nameStart, BEFORE_TYPE);
    if (start < 0) return NOWHERE;
    this.endings.set(type, expected(bytes.toString('latin1', start, end)));
    this.types.push([type, JSON.parse(bytes.toString('utf8', nameStart, nameEnd)) as string]);
    return start;
  }

  private streamStart(bytes: Buffer, end: number): number {
    // Mostly a name is as long as the one before.
    const guess = end - this.bytesOfAStream;
    if (before(this.view, guess, BEFORE_STREAM) >= 0) return guess;
    const start = openingBefore(bytes, end);
    this.bytesOfAStream = end - start;
    return start;
  }

  /** Where the member before the revision ends, if that is what the column says; it is followed by the stream. */
  private beforeRevision(bytes: Buffer, streamStart: number, revision: number): number {
    let at = before(this.view, streamStart, BEFORE_STREAM);
    let [value, unit] = [0, 1];
    for (let digit = bytes[at - 1] as number; digit >= ZERO && digit <= ZERO + 9; digit = bytes[at - 1] as number) {
      value += (digit - ZERO) * unit;
      unit *= 10;
      at -= 1;
    }
    return value === revision ? before(this.view, at, BEFORE_REVISION) : NOWHERE;
  }

  /** Notes the texts in front of the revision; where the data in front of them ends. */
  private beforeTexts(bytes: Buffer, end: number): number {
    let at = end;
    for (let index = 0; index < TEXTS.length; index += 1) {
      const text = TEXTS[index] as (typeof TEXTS)[number];
      const guess = at - text.usual;
      let start = before(this.view, guess, text.before);
      if (start < 0) start = before(this.view, openingBefore(bytes, at), text.before);
      if (start < 0) return NOWHERE;
      this.places[2 * index] = start + text.before.length;
      this.places[2 * index + 1] = at;
      at = start;
    }
    return at;
  }

  /** What is written is shorter than what it is made of, and its parts stand in the same order. */
  private write(bytes: Buffer, dataStart: number, dataEnd: number): void {
    const start = this.written;
    let codes = moveDown(this.view, start + 1, dataStart, dataEnd);
    let at = start + 1 + dataEnd - dataStart;
    for (let index = TEXTS.length - 1; index >= 0; index -= 1) {
      if (!(TEXTS[index] as (typeof TEXTS)[number]).isRead) continue;
      bytes[at] = COMMA;
      const [textStart, textEnd] = [this.places[2 * index] as number, this.places[2 * index + 1] as number];
      codes |= moveDown(this.view, at + 1, textStart, textEnd);
      at += 1 + textEnd - textStart;
    }
    bytes[at] = CLOSING;
    this.written = at + 1;
    this.join(bytes, start, (codes & NOT_ASCII) === 0);
  }

  /** Makes what was written last one more of the text before it, or a text of its own. */
  private join(bytes: Buffer, start: number, isAscii: boolean): void {
    let text = this.texts[this.texts.length - 1];
    if (text && text.isAscii === isAscii && text.events < MOST_OF_A_TEXT) {
      bytes[start - 1] = COMMA;
      bytes[start] = BLANK;
    } else {
      text = { end: 0, isAscii, events: 0 };
      this.texts.push(text);
      bytes[start] = OPENING;
    }
    text.events += 1;
    text.end = this.written;
  }
}

/**
 * Moves bytes four at a time, which costs less than the calls that would move so few, and gives all their bits in one number. Up to three bytes more are
 * written: they lie in front of what is still to be read, as a line is shortened by more than that.
 */
function moveDown(view: DataView, to: number, start: number, end: number): number {
  let bits = 0;
  for (let at = to, from = start; from < end; at += 4, from += 4) {
    const four = view.getUint32(from, true);
    view.setUint32(at, four, true);
    bits |= four;
  }
  return bits;
}

function expected(text: string): Expected {
  const bytes = Buffer.from(text, 'latin1');
  const { length } = bytes;
  return { length, fours: Uint32Array.from({ length: Math.ceil(length / 4) }, (_, index) => bytes.readUInt32LE(Math.min(4 * index, length - 4))) };
}

/** Where these bytes begin that end there; nowhere where others do. */
function before(view: DataView, end: number, { length, fours }: Expected): number {
  const start = end - length;
  if (start < 0) return NOWHERE;
  for (let index = 0, at = start; index < fours.length; index += 1, at += 4) {
    if (view.getUint32(Math.min(at, end - 4), true) !== fours[index]) return NOWHERE;
  }
  return start;
}

/** Where the text begins that ends there: at the last quote that follows a colon, as none within a text does. */
function openingBefore(bytes: Uint8Array, end: number): number {
  for (let at = end - 2; at > 0; at -= 1) if (bytes[at] === QUOTE && bytes[at - 1] === COLON) return at;
  return NOWHERE;
}
