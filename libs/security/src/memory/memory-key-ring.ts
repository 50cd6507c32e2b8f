import { randomBytes } from 'node:crypto';
import { KeyDestroyed, type Key, type KeyRing } from '../key-ring';

/** Keys that end with the process: for tests. What it seals cannot be read by anybody afterwards. */
export function memoryKeyRing(): KeyRing {
  const keys = new Map<string, Key | 'destroyed'>();
  return {
    async ensure(keyIds) {
      const gone = keyIds.find((id) => keys.get(id) === 'destroyed');
      if (gone !== undefined) throw new KeyDestroyed(gone);
      for (const id of keyIds) if (!keys.has(id)) keys.set(id, randomBytes(32));
    },
    get(keyId) {
      const key = keys.get(keyId);
      return key === 'destroyed' ? undefined : key;
    },
    async destroy(keyId) {
      keys.set(keyId, 'destroyed');
    },
  };
}
