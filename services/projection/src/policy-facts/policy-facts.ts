import { workingCalendar, type CalendarYear, type WorkingCalendar } from '@fengqiao/calendar';
import type { AdoptedPack } from '@fengqiao/policies';
import type { ViewDocument } from '@fengqiao/read-models';
import type { AdoptedYear, PolicyStream } from './policy-stream';

/** Packs and calendars in force: a value that stays the same object until an adoption changes it. */
export interface PolicyInForce {
  /** Every adopted version of every pack, in the order of adoption. */
  readonly packs: readonly AdoptedPack[];
  /** The latest adopted version of each year. */
  readonly years: readonly CalendarYear[];
  readonly calendar: WorkingCalendar;
  /** Event types that some adopted rule starts from. */
  readonly starts: ReadonlySet<string>;
}

/** Joins the policy streams into what is in force. It decides nothing and knows no file: all of it was read from the log. */
export class PolicyFacts {
  private readonly streams = new Map<string, ViewDocument<PolicyStream>>();
  private joined: PolicyInForce | undefined;

  /** Takes a policy stream as it now is. */
  put(document: ViewDocument<PolicyStream>): void {
    this.streams.set(document.stream, document);
    this.joined = undefined;
  }

  get current(): PolicyInForce {
    this.joined ??= inForce([...this.streams.values()]);
    return this.joined;
  }
}

/** What is in force by these streams, in whatever order they come. */
export function inForce(streams: readonly ViewDocument<PolicyStream>[]): PolicyInForce {
  const ordered = [...streams].sort((a, b) => (a.stream < b.stream ? -1 : 1));
  const packs = inOrder(ordered.flatMap(({ document }) => document.packs));
  const years = latestOfEach(inOrder(ordered.flatMap(({ document }) => document.years)));
  const starts = packs.flatMap(({ rules }) => rules.flatMap(({ start }) => start.flatMap(({ all }) => all.map(({ on }) => on))));
  return { packs, years, calendar: workingCalendar(years), starts: new Set(starts) };
}

/** By adoption; the sort is stable, so versions of one stream keep their order. */
function inOrder<T extends { readonly adoptedAt: string }>(adopted: readonly T[]): readonly T[] {
  return [...adopted].sort((a, b) => (a.adoptedAt < b.adoptedAt ? -1 : a.adoptedAt > b.adoptedAt ? 1 : 0));
}

function latestOfEach(years: readonly AdoptedYear[]): readonly CalendarYear[] {
  const latest = new Map<number, CalendarYear>();
  for (const { year, version, hash, days } of years) latest.set(year, { year, version, hash, days });
  return [...latest.values()].sort((a, b) => a.year - b.year);
}
