import type { RosterSlot } from '@fengqiao/contracts';

/**
 * Turns of duty (值班) with those of a new stretch in their place: what stood between the first and the last of the fresh ones gives way,
 * and a turn that reaches into the stretch is cut. Both lists are in order and do not overlap; so is the result.
 */
export function replaceBetween(old: readonly RosterSlot[], fresh: readonly RosterSlot[]): readonly RosterSlot[] {
  const [first, last] = [fresh[0], fresh[fresh.length - 1]];
  if (!first || !last) return old;
  const before = old.filter((slot) => slot.from < first.from).map((slot) => (slot.to > first.from ? { ...slot, to: first.from } : slot));
  const after = old.filter((slot) => slot.to > last.to).map((slot) => (slot.from < last.to ? { ...slot, from: last.to } : slot));
  return [...before, ...fresh, ...after];
}
