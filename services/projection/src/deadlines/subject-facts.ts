import { eventTypes } from '@fengqiao/contracts';
import { contextOf } from '@fengqiao/kernel';
import type { Projection } from '@fengqiao/read-models';
import { factOf, type KnownFact } from './fact';

/** The facts of one stream, in order of their revisions. */
export interface StreamFacts {
  readonly facts: readonly KnownFact[];
}

/** Contexts whose events are about the machinery or the map, not about a matter with obligations. */
const NOT_SUBJECTS: ReadonlySet<string> = new Set(['deadlines', 'policy', 'numbering', 'platform', 'directory', 'audit']);

const TYPES = eventTypes()
  .map(({ type }) => type)
  .filter((type) => !NOT_SUBJECTS.has(contextOf(type)));

/**
 * Keeps the facts of every stream that may be a subject. Which of them are subjects the adopted rules say:
 * a stream is one as soon as it holds an event that some rule starts from.
 */
export const subjectFacts: Projection<StreamFacts> = {
  name: 'subject-facts',
  prefixes: [...new Set(TYPES.map((type) => `${contextOf(type)}.`))],
  types: TYPES,
  fields: {},
  initial: () => ({ facts: [] }),
  apply: ({ facts }, event) => ({ facts: [...facts, factOf(event)] }),
  scopeOf: () => undefined,
};
