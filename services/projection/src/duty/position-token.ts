/** A position of this store as callers see it: opaque, good for asking again, worthless in another store. */
export function positionToken(position: number): string {
  return Buffer.from(`@${position}`, 'utf8').toString('base64url');
}

/** The position of a token; undefined where the text is none. */
export function positionOf(token: string): number | undefined {
  const match = /^@(\d{1,15})$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  const position = match ? Number(match[1]) : undefined;
  // One position has one spelling: base64 readers pass over characters that are none of theirs.
  return position !== undefined && positionToken(position) === token ? position : undefined;
}
