const VARIANTS: readonly string[] = ['8', '9', 'a', 'b'];

/** The UUID of version 5 (RFC 9562, section 5.5) that a SHA-1 digest in hexadecimal stands for: that of a namespace and a name behind it. */
export function uuid5Of(digest: string): string {
  // The variant is in the two upper bits of the 17th digit.
  const variant = VARIANTS[Number.parseInt(digest.charAt(16), 16) & 0x3] as string;
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}
