/** The list that a part of a buffer holds as JSON, of so many members; undefined where it is none. */
export function listAt(buffer: Buffer, start: number, end: number, isAscii: boolean, members: number): readonly unknown[] | undefined {
  try {
    // Latin-1 is copied, UTF-8 has to be looked at.
    const list = JSON.parse(isAscii ? buffer.toString('latin1', start, end) : buffer.toString('utf8', start, end)) as readonly unknown[];
    return list.length === members ? list : undefined;
  } catch {
    return undefined;
  }
}
