import canonicalize from 'canonicalize';
import type { Instant } from '@fengqiao/kernel';
import type { SubjectDeadlines } from './standing';
import { openDeadlines, type DeadlineSources, type OpenedDeadlines } from './open-deadlines';

/** What a comparison of live obligations with rebuilt ones found. */
export interface DeadlineCheck {
  /** Subjects compared. */
  readonly subjects: number;
  readonly differences: readonly { readonly stream: string; readonly field: string }[];
}

const PAGE = 1_000;
/** While commands are taken, live may be ahead of what was rebuilt: then the rest is read and compared again. */
const MOST_TRIES = 3;

/**
 * Judges every subject again from the log alone, beside the live view, and compares obligation by obligation as of one instant.
 * Causes nothing and raises no alarm. `caughtUp` waits until the live view shows what the log holds.
 */
export async function checkDeadlines(live: OpenedDeadlines, sources: DeadlineSources, now: () => Instant, caughtUp: () => Promise<void>): Promise<DeadlineCheck> {
  const shadow = openDeadlines({ ...sources, onParked: () => undefined, onAlarm: () => undefined });
  const { policy, facts, rungs } = shadow.projectors;
  const prefixes = [policy, facts, rungs].flatMap(({ projection }) => projection.prefixes);
  let after = 0;
  for (let tries = 1; ; tries += 1) {
    for (let page = await sources.log.readAll({ after, limit: PAGE, prefixes }); page.length > 0; page = await sources.log.readAll({ after, limit: PAGE, prefixes })) {
      for (const projector of [policy, facts, rungs]) await projector.feed(page);
      after = page[page.length - 1]?.position ?? after;
      await sources.pace.breathe();
    }
    await caughtUp();
    const instant = now();
    await live.deadlines.settled(instant);
    await shadow.deadlines.settled(instant);
    const differences = differencesOf(live.deadlines.view.all(), shadow.deadlines.view.all());
    if (differences.length === 0 || tries === MOST_TRIES) return { subjects: shadow.deadlines.view.size, differences };
  }
}

function differencesOf(live: readonly SubjectDeadlines[], rebuilt: readonly SubjectDeadlines[]): DeadlineCheck['differences'] {
  const [ours, expected] = [partsOf(live), partsOf(rebuilt)];
  const keys = [...new Set([...ours.keys(), ...expected.keys()])].sort();
  return keys.filter((key) => ours.get(key) !== expected.get(key)).map((key) => ({ stream: key.slice(0, key.indexOf(' ')), field: key.slice(key.indexOf(' ') + 1) }));
}

/** Every part of every subject, as canonical JSON. */
function partsOf(subjects: readonly SubjectDeadlines[]): Map<string, string | undefined> {
  const parts = new Map<string, string | undefined>();
  for (const { stream, obligations, next = '', division, parked } of subjects) {
    parts.set(`${stream} next`, next);
    parts.set(`${stream} division`, division);
    parts.set(`${stream} parked`, parked?.reason ?? '');
    for (const obligation of obligations) parts.set(`${stream} ${obligation.ruleId} ${obligation.id}`, canonicalize(obligation));
  }
  return parts;
}
