import type { LocatedMap } from './located';
import type { Reporter } from './problem';
import { bilingualOf } from './read-context';
import { citationsAt } from './read-rule';
import type { Bilingual, Citation } from './rule';
import { itemsAt, lineAt, mapOf, textAt } from './words';

/** A row of a statute or plan that sets no time, with the reason why there is nothing to count. It computes nothing and is outside the pack's hash. */
export interface NoDeadline {
  readonly id: string;
  readonly cite: readonly Citation[];
  readonly reason: Bilingual;
}

/** Reads `noDeadline`, a list of `{ id, cite, reason: { zh, en } }`; reports an id that stands there twice. */
export function noDeadlinesOf(pack: LocatedMap, reporter: Reporter): readonly NoDeadline[] {
  const seen = new Set<string>();
  return itemsAt(pack, 'noDeadline').flatMap((item): NoDeadline[] => {
    const map = mapOf(item, 'noDeadline', ['id', 'cite', 'reason'], ['id', 'cite', 'reason'], reporter);
    const reason = map?.entries.get('reason');
    if (!map || !reason) return [];
    const id = textAt(map, 'id', reporter);
    if (seen.has(id)) reporter.report(lineAt(map, 'id'), 'DUPLICATE', `“${id}”出现两次`, `"${id}" stands there twice`);
    seen.add(id);
    return [{ id, cite: citationsAt(map, { reporter }), reason: bilingualOf(reason.value, 'reason', reporter) }];
  });
}
