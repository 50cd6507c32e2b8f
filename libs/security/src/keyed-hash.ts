import { createHmac } from 'node:crypto';
import { canonicalText } from '@fengqiao/event-store';
import type { Json } from '@fengqiao/kernel';

/**
 * Keyed hash of a name, for finding a person by the exact name without keeping it: hexadecimal HMAC-SHA256 of the name
 * in NFKC without any white space. Without the secret a list of common names proves nothing.
 */
export function nameIndex(secret: Uint8Array, name: string): string {
  return keyed(secret, 'name', name.normalize('NFKC').replace(/\s+/gu, ''));
}

/** Keyed hash of a command's body: tells that the same command id came with another body, without a hash that could be guessed back. */
export function bodyMark(secret: Uint8Array, body: Json): string {
  return keyed(secret, 'body', canonicalText(body));
}

/** The purpose keeps hashes apart where one secret serves both. */
function keyed(secret: Uint8Array, purpose: string, text: string): string {
  return createHmac('sha256', secret).update(`${purpose}|${text}`, 'utf8').digest('hex');
}
