import type { NormalisedPack, Parameters } from '@fengqiao/policies';

/** Packs by name, the newest version of each, and who builds on whom. */
export interface PackTree {
  /** Every version, those of packs that others build on first, of each pack the newest first. */
  readonly packs: readonly NormalisedPack[];
  /** The pack through which the rules of a pack bind on a day: itself, or one that builds on it; undefined where none binds then. */
  through(pack: NormalisedPack, day: string): NormalisedPack | undefined;
  /** Parameters in force through a pack: its own over those of the packs it builds on. */
  parameters(through: NormalisedPack): Parameters;
}

/** Reads packs given in the order in which they were adopted. */
export function packTree(adopted: readonly NormalisedPack[]): PackTree {
  const newestFirst = [...adopted].reverse();
  const newest = new Map<string, NormalisedPack>();
  for (const pack of newestFirst) if (!newest.has(pack.pack)) newest.set(pack.pack, pack);
  const lineage = (pack: NormalisedPack): readonly NormalisedPack[] => {
    const parent = pack.extends === '' ? undefined : newest.get(pack.extends);
    return parent ? [pack, ...lineage(parent)] : [pack];
  };
  const packs = newestFirst.sort((a, b) => lineage(a).length - lineage(b).length || (a.pack < b.pack ? -1 : a.pack > b.pack ? 1 : 0));
  return {
    packs,
    through: (pack, day) => {
      const current = newest.get(pack.pack) ?? pack;
      if (covers({ from: current.boundFrom, to: current.boundTo }, day)) return current;
      return packs.find((other) => other === newest.get(other.pack) && lineage(other).slice(1).includes(current) && covers({ from: other.boundFrom, to: other.boundTo }, day));
    },
    parameters: (through) => Object.assign({}, ...[...lineage(through)].reverse().map(({ parameters }) => parameters)) as Parameters,
  };
}

/** Whether a day lies in a window of days; an empty end is no bound. */
export function covers({ from, to }: { readonly from: string; readonly to: string }, day: string): boolean {
  return (from === '' || from <= day) && (to === '' || day <= to);
}
