import { isAscii } from 'node:buffer';
import { HASH_BYTES, MOST_OF_A_TEXT, type Line, type LineTaker } from './lines';

const BEHIND_BODY = ',"position":';
const BEFORE_HASH = ',"hash":"';
const HASH_CHARS = 2 * HASH_BYTES;
const BEHIND_HASH = '"} ';

/** SQL of what follows a line that is to become a whole event: position and hash as they stand in it, and a blank. */
export const BEHIND_WHOLE = `'${BEHIND_BODY}', e.position, '${BEFORE_HASH}', lower(hex(e.hash)), '${BEHIND_HASH}'`;

const [BLANK, COMMA, OPENING, CLOSING] = [' ', ',', '[', ']'].map((char) => char.charCodeAt(0)) as [number, number, number, number];

/** One JSON array of whole events in the bytes. */
export interface WholeText {
  readonly end: number;
  readonly isAscii: boolean;
  /** What the columns say of each event: the chain was checked by them. */
  readonly streams: readonly number[];
  readonly revisions: readonly number[];
}

/** Makes JSON arrays of whole events, where the lines lie: all in front of a body is blanked, and its hash. */
export class WholeLines implements LineTaker {
  readonly texts: WholeText[] = [];
  private text: { end: number; isAscii: boolean; streams: number[]; revisions: number[] } | undefined;

  take(bytes: Buffer, { start, positionChars, stream, revision, body, bodyEnd }: Line): number {
    const end = bodyEnd + HASH_BYTES + BEHIND_BODY.length + positionChars + BEFORE_HASH.length + HASH_CHARS + BEHIND_HASH.length;
    const ascii = isAscii(bytes.subarray(body, bodyEnd));
    bytes.fill(BLANK, start, body);
    // What stands behind the body is more of the same event.
    bytes.fill(BLANK, bodyEnd - 1, bodyEnd + HASH_BYTES);
    let { text } = this;
    if (!text || text.isAscii !== ascii || text.streams.length === MOST_OF_A_TEXT) {
      text = { end, isAscii: ascii, streams: [], revisions: [] };
      bytes[start] = OPENING;
      this.texts.push(text);
      this.text = text;
    } else {
      bytes[start - 1] = BLANK;
      bytes[start] = COMMA;
    }
    text.streams.push(stream);
    text.revisions.push(revision);
    text.end = end;
    bytes[end - 1] = CLOSING;
    return end;
  }
}
