import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { DataClass } from '@fengqiao/contracts';
import { invariant } from '@fengqiao/kernel';
import type { Key } from './key-ring';

/** A class of data that is sealed at rest. */
export type SealedClass = Exclude<DataClass, 'NONE'>;

/** What a sealed text says of itself without its key. */
export interface SealedText {
  readonly keyId: string;
  readonly class: SealedClass;
  readonly nonce: Uint8Array;
  readonly body: Uint8Array;
}

/** A sealed text that was changed, cut, or sealed with another key. Never taken for an erasure. */
export class SealBroken extends Error {
  constructor(what: string) {
    super(`密封数据已损坏：请运行 log verify 并核对密钥文件 / a sealed value is damaged (${what}): run log verify and compare the key file`);
    this.name = 'SealBroken';
  }
}

export const SEALED_PREFIX = 'sealed:';

const CLASSES: readonly SealedClass[] = ['M1', 'M2', 'M3', 'M4', 'M5'];
const FORMAT = /^sealed:1:([A-Za-z0-9][A-Za-z0-9._-]{0,127}):([A-Za-z0-9_-]+)$/;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * `sealed:1:<key id>:<base64url>` of class byte (1 to 5), nonce (12), AES-256-GCM ciphertext and tag (16).
 * Format, key id and class are authenticated. The nonce is the start of HMAC-SHA256(key, event id | path | text): equal text
 * at one place gives equal bytes in every mode, and two texts never share a nonce.
 */
export function sealText(text: string, dataClass: SealedClass, keyId: string, key: Key, place: { readonly eventId: string; readonly path: string }): string {
  const nonce = createHmac('sha256', key).update(`${place.eventId}|${place.path}|${text}`, 'utf8').digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated(keyId, dataClass));
  const body = Buffer.concat([Buffer.of(CLASSES.indexOf(dataClass) + 1), nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `sealed:1:${keyId}:${body.toString('base64url')}`;
}

/** Reads the outside of a sealed text; throws `SealBroken` where it is none. */
export function parseSealed(value: string): SealedText {
  const match = FORMAT.exec(value);
  if (!match) throw new SealBroken('not of the form sealed:1:<key>:<bytes>');
  const bytes = Buffer.from(match[2] as string, 'base64url');
  // A text with idle bits decodes to the same bytes: only one text may stand for a value.
  if (bytes.toString('base64url') !== match[2]) throw new SealBroken('not canonical base64url');
  const dataClass = CLASSES[(bytes[0] ?? 0) - 1];
  if (dataClass === undefined || bytes.length < 1 + NONCE_BYTES + TAG_BYTES) throw new SealBroken('cut off or of an unknown class');
  return { keyId: match[1] as string, class: dataClass, nonce: bytes.subarray(1, 1 + NONCE_BYTES), body: bytes.subarray(1 + NONCE_BYTES) };
}

/** The text inside; throws `SealBroken` where anything was changed. */
export function openSealed(sealed: SealedText, key: Key): string {
  const end = sealed.body.length - TAG_BYTES;
  invariant(end >= 0, 'parseSealed lets no body without a tag pass');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.nonce, { authTagLength: TAG_BYTES })
    .setAAD(associated(sealed.keyId, sealed.class))
    .setAuthTag(sealed.body.subarray(end));
  try {
    return Buffer.concat([decipher.update(sealed.body.subarray(0, end)), decipher.final()]).toString('utf8');
  } catch {
    throw new SealBroken(`key ${sealed.keyId} does not open it`);
  }
}

/** Does the text claim to be sealed? What people write may not. */
export function claimsToBeSealed(text: string): boolean {
  return text.startsWith(SEALED_PREFIX);
}

function associated(keyId: string, dataClass: SealedClass): Buffer {
  return Buffer.from(`sealed:1:${keyId}:${dataClass}`, 'utf8');
}
