import { hash } from 'node:crypto';
import { invariant } from '@fengqiao/kernel';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
const INNER = 0x36;
const OUTER = 0x5c;

let room = Buffer.alloc(16 * 1024);

/**
 * HMAC-SHA256 (RFC 2104) of the UTF-8 of a text, in hexadecimal, with a key of at most 64 bytes. Two digests at once in place of node's
 * object for it, which costs several times as much with each command and is left to the collector.
 */
export function hmacOf(key: Uint8Array, text: string): string {
  invariant(key.length <= BLOCK_BYTES, 'a longer key would have to be hashed first');
  // Hashing is synchronous, so nobody else can hold the room.
  if (room.length < BLOCK_BYTES + text.length * 3) room = Buffer.alloc(BLOCK_BYTES + text.length * 3);
  pad(key, INNER);
  const inner = hash('sha256', room.subarray(0, BLOCK_BYTES + room.write(text, BLOCK_BYTES)), 'binary');
  pad(key, OUTER);
  room.write(inner, BLOCK_BYTES, 'binary');
  const outer = hash('sha256', room.subarray(0, BLOCK_BYTES + DIGEST_BYTES), 'hex');
  room.fill(0, 0, BLOCK_BYTES);
  return outer;
}

function pad(key: Uint8Array, byte: number): void {
  for (let index = 0; index < BLOCK_BYTES; index += 1) room[index] = (key[index] ?? 0) ^ byte;
}
