const VARIANTS: readonly string[] = ['8', '9', 'a', 'b'];

/** The UUID of version 5 (RFC 9562, section 5.5) that a SHA-1 digest in hexadecimal stands for: that of a namespace and a name behind it. */
export function uuid5Of(digest: string): string {
  // The variant is in the two upper bits of the 17th digit.
  const variant = VARIANTS[Number.parseInt(digest.charAt(16), 16) & 0x3] as string;
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** Room for the names that are asked for; a longer one gets its own. */
const ROOM_BYTES = 1_008;

/**
 * Writes names behind the sixteen bytes of a namespace (hexadecimal), for SHA-1 to read at once: nearly every name into the same room, again and again.
 * What is returned is true until the next name.
 */
export function namesBehind(namespace: string): (name: string) => Buffer {
  const bytes = Buffer.from(namespace, 'hex');
  const room = Buffer.concat([bytes, Buffer.alloc(ROOM_BYTES)]);
  /** The beginnings of that room by their length: to make a view of it costs a third of a digest. */
  const beginnings: (Buffer | undefined)[] = [];
  return (name) => {
    // No unit of a text takes more than three bytes.
    if (bytes.length + 3 * name.length > room.length) return Buffer.concat([bytes, Buffer.from(name, 'utf8')]);
    const length = bytes.length + room.write(name, bytes.length, 'utf8');
    return (beginnings[length] ??= room.subarray(0, length));
  };
}
