import type { CheckpointStore } from '../port';

export interface CheckpointHarness {
  readonly checkpoints: CheckpointStore;
  /** The same checkpoints as another process finds them. */
  reopen(): Promise<CheckpointStore>;
  dispose(): Promise<void>;
}

/** What every checkpoint store must do; an adapter's own spec calls this once with its factory. */
export function describeCheckpointConformance(name: string, factory: () => Promise<CheckpointHarness>): void {
  describe(`${name} is a checkpoint store`, () => {
    let harness: CheckpointHarness;
    let checkpoints: CheckpointStore;

    beforeEach(async () => {
      harness = await factory();
      checkpoints = harness.checkpoints;
    });
    afterEach(() => harness.dispose());

    it('knows position 0 of a name it never saw', async () => {
      expect(await checkpoints.load('views')).toBe(0);
    });

    it('gives the last position saved, also where it was set back', async () => {
      await checkpoints.save('views', 7);
      await checkpoints.save('views', 12);
      expect(await checkpoints.load('views')).toBe(12);
      await checkpoints.save('views', 3);
      expect(await checkpoints.load('views')).toBe(3);
    });

    it('keeps names apart', async () => {
      await checkpoints.save('views', 7);
      await checkpoints.save('视图', 9);
      expect([await checkpoints.load('views'), await checkpoints.load('视图'), await checkpoints.load('view')]).toEqual([7, 9, 0]);
    });

    it('keeps positions beyond 32 bits', async () => {
      await checkpoints.save('views', 9_007_199_254_740_991);
      expect(await checkpoints.load('views')).toBe(9_007_199_254_740_991);
    });

    it('keeps them for the next one', async () => {
      await checkpoints.save('views', 7);
      expect(await (await harness.reopen()).load('views')).toBe(7);
    });
  });
}
