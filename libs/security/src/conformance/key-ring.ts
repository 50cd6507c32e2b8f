import { KeyDestroyed, type KeyRing } from '../key-ring';

/** A fresh, empty ring of an adapter. */
export interface KeyRingUnderTest {
  readonly ring: KeyRing;
  /** Ends this ring and opens what it kept, as a restart would. An adapter that keeps nothing leaves it out. */
  reopen?(): Promise<KeyRing>;
  dispose(): Promise<void>;
}

/** What every key ring does, whatever it is made of. */
export function describeKeyRingConformance(name: string, open: () => Promise<KeyRingUnderTest>): void {
  describe(`${name} as a key ring`, () => {
    let subject: KeyRingUnderTest;
    let ring: KeyRing;

    beforeEach(async () => {
      subject = await open();
      ring = subject.ring;
    });

    afterEach(() => subject.dispose());

    it('makes keys of 256 bits, another one for each id', async () => {
      await ring.ensure(['p1', 'p2']);
      expect(ring.get('p1')).toHaveLength(32);
      expect(ring.get('p2')).toHaveLength(32);
      expect(hex(ring, 'p1')).not.toBe(hex(ring, 'p2'));
    });

    it('knows no key that nobody asked for', () => {
      expect(ring.get('p1')).toBeUndefined();
      expect(ring.get('__proto__')).toBeUndefined();
    });

    it('keeps a key that exists', async () => {
      await ring.ensure(['p1']);
      const before = hex(ring, 'p1');
      await ring.ensure(['p1', 'p1', 'p2']);
      expect(hex(ring, 'p1')).toBe(before);
    });

    it('makes one key where many ask for the same id at once', async () => {
      const seen = await Promise.all(
        Array.from({ length: 50 }, async (_, n) => {
          await ring.ensure([`own-${n}`, 'shared']);
          return hex(ring, 'shared');
        }),
      );
      expect(new Set(seen).size).toBe(1);
      expect(ring.get('own-49')).toHaveLength(32);
    });

    it('destroys a key for ever and leaves the others', async () => {
      await ring.ensure(['p1', 'p2']);
      await ring.destroy('p1');
      expect(ring.get('p1')).toBeUndefined();
      expect(ring.get('p2')).toHaveLength(32);
      await ring.destroy('p1');
      await expect(ring.ensure(['p2', 'p1'])).rejects.toThrow(KeyDestroyed);
      expect(ring.get('p1')).toBeUndefined();
    });

    it('destroys a key that is just being made', async () => {
      const made = ring.ensure(['p1']);
      await ring.destroy('p1');
      await made;
      expect(ring.get('p1')).toBeUndefined();
    });

    it('never makes a key that was destroyed before it was made', async () => {
      await ring.destroy('p1');
      await expect(ring.ensure(['p1'])).rejects.toThrow(KeyDestroyed);
    });

    it('refuses all of a list that names a destroyed key', async () => {
      await ring.destroy('p1');
      await expect(ring.ensure(['p3', 'p1'])).rejects.toThrow(KeyDestroyed);
      expect(ring.get('p3')).toBeUndefined();
    });

    it('knows keys and destroyed keys after a restart, where it keeps any', async () => {
      await ring.ensure(['p1', 'p2']);
      await ring.destroy('p2');
      const before = hex(ring, 'p1');
      const reopened = subject.reopen ? await subject.reopen() : ring;
      expect(hex(reopened, 'p1')).toBe(before);
      expect(reopened.get('p2')).toBeUndefined();
      await expect(reopened.ensure(['p2'])).rejects.toThrow(KeyDestroyed);
    });
  });
}

function hex(ring: KeyRing, keyId: string): string {
  return Buffer.from(ring.get(keyId) ?? []).toString('hex');
}
