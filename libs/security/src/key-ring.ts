/** A key of 256 bits. */
export type Key = Uint8Array;

/**
 * Where the keys of persons and cases live. Destroying a key erases everything that was sealed with it, everywhere,
 * and leaves the log as it is.
 */
export interface KeyRing {
  /**
   * Makes the keys that do not exist yet; when it resolves they are on disk, so a sealed event can never outlive its key.
   * Rejects with `KeyDestroyed` where one was destroyed: an erased person does not come back under the same id.
   */
  ensure(keyIds: readonly string[]): Promise<void>;
  /** The key, once it is on disk; undefined where it was destroyed or never made. */
  get(keyId: string): Key | undefined;
  /** Destroys a key for ever; when it resolves no copy of it is left in the ring's files. Twice is once. */
  destroy(keyId: string): Promise<void>;
}

/** Somebody whose data was erased is named again; nothing may be sealed for this id any more. */
export class KeyDestroyed extends Error {
  constructor(readonly keyId: string) {
    super(`密钥 ${keyId} 已销毁，其数据已删除；请以新的编号登记 / the key ${keyId} was destroyed and its data erased; register under a new id`);
    this.name = 'KeyDestroyed';
  }
}

const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Is this a name that a key may have? It stands in the text of a sealed value between colons. */
export function isKeyId(text: string): boolean {
  return KEY_ID.test(text);
}
