/** The ways in which a text may stand in a file without being sealed: its bytes, what a page of them may look like in base64, and escapes. */
export function spellingsOf(text: string): readonly (readonly [name: string, bytes: Buffer])[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16le = Buffer.from(text, 'utf16le');
  const utf16be = Buffer.from(utf16le).swap16();
  const ascii = (value: string) => Buffer.from(value, 'latin1');
  const escapes = [...utf16be.toString('hex').matchAll(/.{4}/g)].map(([unit]) => `\\u${unit}`).join('');
  const encoded = ([['UTF-8', utf8], ['UTF-16, little end first', utf16le], ['UTF-16, big end first', utf16be]] as const).flatMap(([name, bytes]) => [
    [name, bytes] as const,
    [`${name}, in hexadecimal`, ascii(bytes.toString('hex'))] as const,
    [`${name}, in capital hexadecimal`, ascii(bytes.toString('hex').toUpperCase())] as const,
    ...[0, 1, 2].flatMap((offset) => [[`${name}, in base64 at ${offset}`, ascii(inside(bytes, offset, 'base64'))] as const, [`${name}, in base64url at ${offset}`, ascii(inside(bytes, offset, 'base64url'))] as const]),
  ]);
  return [...encoded, ['escapes of JSON', ascii(escapes)], ['capital escapes of JSON', ascii(escapes.toUpperCase().replaceAll('\\U', '\\u'))], ['escapes of an address', ascii(encodeURIComponent(text))], ['escapes of an address, all of them', ascii([...utf8].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))]];
}

/** What base64 of a longer text shows of this one where it begins so many bytes after a group of three: the characters that its own bytes alone decide. */
function inside(bytes: Buffer, offset: number, encoding: 'base64' | 'base64url'): string {
  const before = offset === 0 ? 0 : 3 - offset;
  const own = bytes.subarray(before);
  return own.subarray(0, own.length - (own.length % 3)).toString(encoding);
}

/** Which of the texts stand in these bytes, and how they are spelt there. */
export function foundIn(bytes: Buffer, texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => spellingsOf(text).filter(([, spelt]) => spelt.length >= 6 && bytes.includes(spelt)).map(([name]) => `${text}: ${name}`));
}
