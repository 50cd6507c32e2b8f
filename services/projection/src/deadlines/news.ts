import { AMENDMENTS } from '@fengqiao/read-models';
import type { KnownFact } from './fact';

/** What is new about a subject since it was judged: the types of its new facts, or something that every rule has to hear of. */
export type News = ReadonlySet<string> | 'everything';

/** Two pieces of news in one. */
export function bothNews(a: News | undefined, b: News): News {
  if (a === undefined || a === b) return b;
  return a === 'everything' || b === 'everything' ? 'everything' : new Set([...a, ...b]);
}

/** The facts that were added to those of a stream; undefined where others have changed. */
export function addedTo(before: readonly KnownFact[], facts: readonly KnownFact[]): readonly KnownFact[] | undefined {
  // The first fact says whose office a subject is, and a list that was changed in place cannot tell what it was.
  if (before.length === 0 || before === facts) return undefined;
  return before.every((fact, index) => fact === facts[index]) ? facts.slice(before.length) : undefined;
}

/** The news that a fact is: what annuls or corrects another may change whatever that one did, an import moves the line before which no rung is raised. */
export function newsOf({ type, data }: KnownFact): News {
  return AMENDMENTS.has(type) || data['origin'] === 'import' ? 'everything' : new Set([type]);
}
