import type { CalendarYear } from '@fengqiao/calendar';
import { encodeEvent, type EventData } from '@fengqiao/contracts';
import type { EventStore } from '@fengqiao/event-store';
import { invariant, type Instant, type JsonObject, type NewEvent } from '@fengqiao/kernel';
import { adoptionEvents, type NormalisedPack } from '@fengqiao/policies';
import { foldOf, type ViewDocument } from '@fengqiao/read-models';
import { eventId, namedId } from '@fengqiao/security';
import { inForce } from './policy-facts';
import { POLICY_PREFIX, policyStreams, type PolicyStream } from './policy-stream';

/** A shipped version that is not in force: an officer has to adopt it. */
export interface Waiting {
  readonly kind: 'pack' | 'calendar';
  readonly name: string;
  readonly shipped: string;
  /** The version in force, or empty. */
  readonly adopted: string;
}

/** A shipped file says something else than the version of the same name that the log holds. The host must not start. */
export class AdoptedOtherwise extends Error {
  constructor(readonly kind: 'pack' | 'calendar', readonly what: string, readonly version: string, adopted: string, shipped: string) {
    const [zh, en] = kind === 'pack' ? ['规则包', 'Pack'] : ['日历', 'Calendar'];
    super(
      `${zh} ${what} ${version} 与日志中已采用的同版本内容不一致（已采用 ${adopted.slice(0, 12)}，随程序 ${shipped.slice(0, 12)}）。已采用的版本不可更改：请恢复原文件，或改用新的版本号后再采用。 ` +
        `${en} ${what} ${version} differs from the version of that name that the log has adopted (adopted ${adopted.slice(0, 12)}, shipped ${shipped.slice(0, 12)}). An adopted version cannot change: put the old file back, or give the new content a new version and adopt that.`,
    );
    this.name = 'AdoptedOtherwise';
  }
}

export interface Shipped {
  /** Those that others build on first. */
  readonly packs: readonly NormalisedPack[];
  readonly years: readonly CalendarYear[];
}

/**
 * Adopts what ships, as long as the log holds nothing but policy (first start, or one that was cut short).
 * Later on a shipped version that the log does not know waits for an officer and is returned; one that the log knows by another
 * hash throws `AdoptedOtherwise`.
 */
export async function adoptShipped(store: EventStore, shipped: Shipped, now: Instant): Promise<readonly Waiting[]> {
  const streams = await readPolicy(store);
  const waiting = compare(shipped, streams);
  if (waiting.length === 0 || !(await holdsNothingElse(store))) return waiting;
  const wanted = new Set(waiting.map(({ kind, name }) => `${kind} ${name}`));
  // Asked for in one turn, so that a store with group commit makes them one transaction.
  await Promise.all([
    ...shipped.years.filter(({ year }) => wanted.has(`calendar ${year}`)).map((year) => adoptYear(store, year, now)),
    ...shipped.packs.filter(({ pack }) => wanted.has(`pack ${pack}`)).map((pack) => adoptPack(store, pack, now)),
  ]);
  return [];
}

/** Who adopts and why; the system itself at the first start. */
export interface AdoptedBy {
  /** Person id, or `system`. */
  readonly actor: string;
  readonly office: string;
  readonly reason: string;
}

const AT_FIRST_START: AdoptedBy = { actor: 'system', office: '', reason: '' };

/** Adopts one version of a pack: from now on it governs what starts; what is open keeps the rules it started under, unless `retime` is `open`. */
export async function adoptPack(store: EventStore, pack: NormalisedPack, now: Instant, by: AdoptedBy = AT_FIRST_START, retime: 'none' | 'open' = 'none'): Promise<void> {
  await append(store, packAdoption(pack, by, retime), now);
}

/** Adopts one version of a calendar year: provisional dues of that year move. */
export async function adoptYear(store: EventStore, year: CalendarYear, now: Instant, by: AdoptedBy = AT_FIRST_START): Promise<void> {
  await append(store, yearAdoption(year, by), now);
}

/** An adoption as it goes into the log: its stream, and its events before they are recorded. */
export interface Adoption {
  readonly stream: string;
  eventsAt(now: Instant): readonly NewEvent[];
}

/** The adoption of one version of a pack. */
export function packAdoption(pack: NormalisedPack, by: AdoptedBy, retime: 'none' | 'open'): Adoption {
  return adoption(packStream(pack.pack), `pack ${pack.pack} ${pack.version}`, adoptionEvents(pack, retime, by.reason), by);
}

/** The adoption of one version of a calendar year. */
export function yearAdoption({ year, version, hash, days }: CalendarYear, by: AdoptedBy): Adoption {
  const data: EventData['policy.v1.CalendarAdopted'] = { year, version, hash, days, reason: by.reason };
  return adoption(`${POLICY_PREFIX}calendar-${year}`, `calendar ${year} ${version}`, [{ type: 'policy.v1.CalendarAdopted', data }], by);
}

/** The stream of a pack's adoptions. */
export function packStream(pack: string): string {
  return `${POLICY_PREFIX}pack-${namedId('pack', pack)}`;
}

/** Every policy stream of a log, folded. */
export async function readPolicy(store: Pick<EventStore, 'read' | 'streams'>): Promise<readonly ViewDocument<PolicyStream>[]> {
  const fold = foldOf(policyStreams, store);
  const documents = await Promise.all((await store.streams(POLICY_PREFIX)).map(async (stream) => fold.advance(stream, undefined, await store.read(stream))));
  return documents.flatMap((document) => {
    invariant(document && !document.parked, `${document?.stream} cannot be read: ${document?.parked?.reason}`);
    return [document];
  });
}

/** Shipped versions that the log has not adopted; throws `AdoptedOtherwise` where it holds one of them with another content. Reads only. */
export async function waitingFor(store: Pick<EventStore, 'read' | 'streams'>, shipped: Shipped): Promise<readonly Waiting[]> {
  return compare(shipped, await readPolicy(store));
}

function compare(shipped: Shipped, streams: readonly ViewDocument<PolicyStream>[]): readonly Waiting[] {
  const { packs, years } = inForce(streams);
  const allYears = streams.flatMap(({ document }) => document.years);
  return [
    ...shipped.years.flatMap(({ year, version, hash }) => {
      const known = allYears.find((adopted) => adopted.year === year && adopted.version === version);
      if (known && known.hash !== hash) throw new AdoptedOtherwise('calendar', String(year), version, known.hash, hash);
      return known ? [] : [{ kind: 'calendar' as const, name: String(year), shipped: version, adopted: years.find((each) => each.year === year)?.version ?? '' }];
    }),
    ...shipped.packs.flatMap(({ pack, version, hash }) => {
      const versions = packs.filter((adopted) => adopted.pack === pack);
      const known = versions.find((adopted) => adopted.version === version);
      if (known && known.hash !== hash) throw new AdoptedOtherwise('pack', pack, version, known.hash, hash);
      return known ? [] : [{ kind: 'pack' as const, name: pack, shipped: version, adopted: versions[versions.length - 1]?.version ?? '' }];
    }),
  ];
}

/** Nothing but adoptions and the folder's own mark: no case can have been timed by other rules yet. */
async function holdsNothingElse(store: EventStore): Promise<boolean> {
  for (let after = 0; ; ) {
    const page = await store.readAll({ after, limit: 500 });
    if (page.some(({ stream }) => !stream.startsWith(POLICY_PREFIX) && !stream.startsWith('platform.'))) return false;
    const last = page[page.length - 1];
    if (!last) return true;
    after = last.position;
  }
}

function adoption(stream: string, act: string, facts: readonly { readonly type: string; readonly data: object }[], { actor, office }: AdoptedBy): Adoption {
  const command = namedId('adoption', act);
  return {
    stream,
    eventsAt: (now) => facts.map(({ type, data }, index): NewEvent => ({
      id: eventId(command, index),
      type,
      data: encodeEvent(type, data as JsonObject),
      meta: { occurredAt: now, actor, office, jurisdiction: '', correlation: command, causation: '', command: { id: command, body: '' } },
    })),
  };
}

async function append(store: EventStore, { stream, eventsAt }: Adoption, now: Instant): Promise<void> {
  const revision = (await store.read(stream)).length - 1;
  await store.append(stream, revision < 0 ? 'none' : revision, eventsAt(now), now);
}
