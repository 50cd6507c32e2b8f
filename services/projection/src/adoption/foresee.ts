import type { Rung } from '@fengqiao/deadlines';
import type { Clock, Instant } from '@fengqiao/kernel';
import type { Pace } from '@fengqiao/platform';
import type { Log, Projection, ViewStore } from '@fengqiao/read-models';
import type { Directory } from '@fengqiao/security';
import { PullingBus } from '../as-of/pulling-bus';
import type { KeptObligation } from '../deadlines/kept-obligation';
import { isOpen } from '../deadlines/obligation-row';
import type { Adoption } from '../policy-facts';
import { ReadSide } from '../read-side';
import { logWith } from './log-with';

export interface ForeseeParts {
  /** Nobody appends to it meanwhile. */
  readonly log: Log;
  readonly clock: Clock;
  readonly viewStore: <D>(projection: Projection<D>) => ViewStore<D>;
  readonly pace: Pace;
}

/** What an obligation is by what is in force, or would be. */
export interface Standing {
  readonly rule: string;
  readonly pack: string;
  readonly due: Instant | null;
  readonly state: string;
  readonly late: boolean;
}

/** An obligation that an adoption would begin, end or move; null where it would not be there. */
export interface ForeseenChange {
  readonly obligation: string;
  readonly subject: string;
  readonly caseNumber: string;
  readonly office: string;
  readonly ruleName: { readonly zh: string; readonly en: string };
  readonly before: Standing | null;
  readonly after: Standing | null;
  /** Rungs that would be raised at once. */
  readonly raises: readonly string[];
  /** Rungs in the log that would prove unfounded, and be withdrawn to whom they were told. */
  readonly withdraws: readonly string[];
}

export interface Foreseen {
  /** Obligations that are open now. */
  readonly open: number;
  readonly changes: readonly ForeseenChange[];
  /** Who there is, by the log. */
  readonly directory: Directory;
}

/** What adoptions would change if they were made now: every obligation is judged from the log as it is, and again from the log as it would be. Writes nothing. */
export async function foresee(adoptions: readonly Adoption[], parts: ForeseeParts): Promise<Foreseen> {
  const now = parts.clock.now();
  const [before, after] = [await judged(parts.log, now, parts), await judged(await logWith(parts.log, adoptions, now), now, parts)];
  const ids = [...new Set([...before.obligations.keys(), ...after.obligations.keys()])];
  const changes = ids.flatMap((id) => changeOf(before.obligations.get(id), after.obligations.get(id), after.readSide) ?? []);
  return {
    open: [...before.obligations.values()].filter(isOpen).length,
    changes: changes.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    directory: before.readSide.directory,
  };
}

async function judged(log: Log, now: Instant, { viewStore, pace }: ForeseeParts): Promise<{ readonly readSide: ReadSide; readonly obligations: ReadonlyMap<string, KeptObligation> }> {
  // Alarms about streams that cannot be read are the server's, when it starts.
  const readSide = new ReadSide({ store: log, clock: { now: () => now }, pace, viewStore, onAlarm: () => undefined });
  await readSide.start(new PullingBus(log));
  const { deadlines } = readSide.opened;
  await deadlines.settled(now);
  return { readSide, obligations: new Map(deadlines.view.all().flatMap(({ obligations }) => obligations.map((each) => [each.id, each] as const))) };
}

function changeOf(before: KeptObligation | undefined, after: KeptObligation | undefined, { numbers, directory }: ReadSide): ForeseenChange | undefined {
  const shown = after ?? before;
  if (!shown) return undefined;
  const [was, is] = [standingOf(before), standingOf(after)];
  const raises = newly(isOwed, before, after);
  const withdraws = newly(({ unfounded = false }) => unfounded, before, after);
  if (JSON.stringify(was) === JSON.stringify(is) && raises.length + withdraws.length === 0) return undefined;
  return {
    obligation: shown.id,
    subject: shown.subject,
    caseNumber: numbers.of(shown.subject)?.text ?? '',
    office: directory.office(shown.responsibleOfficeId)?.name ?? shown.responsible,
    ruleName: { ...shown.ruleName },
    before: was,
    after: is,
    raises,
    withdraws,
  };
}

function standingOf(obligation: KeptObligation | undefined): Standing | null {
  if (!obligation) return null;
  const { ruleId, pack, packVersion, due, state, marks } = obligation;
  return { rule: ruleId, pack: `${pack} ${packVersion}`, due: due ?? null, state, late: marks.late };
}

function newly(what: (rung: Rung) => boolean, before: KeptObligation | undefined, after: KeptObligation | undefined): readonly string[] {
  const known = new Set(before?.rungs.filter(what).map(({ id }) => id));
  return (after?.rungs ?? []).filter((rung) => what(rung) && !known.has(rung.id)).map(({ name, n }) => (n > 1 ? `${name} ${n}` : name));
}

function isOwed({ state }: Rung): boolean {
  return state === 'owed';
}

function key({ subject, obligation }: ForeseenChange): string {
  return `${subject} ${obligation}`;
}
