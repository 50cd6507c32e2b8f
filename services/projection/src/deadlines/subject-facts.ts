import { eventTypes } from '@fengqiao/contracts';
import { contextOf } from '@fengqiao/kernel';
import { AMENDMENTS, type Projection } from '@fengqiao/read-models';
import { factOf, type KnownFact } from './fact';

/** The facts of one stream, in order of their revisions. */
export interface StreamFacts {
  readonly facts: readonly KnownFact[];
}

/** Contexts whose events are about the machinery, not about a matter, an office or a person with obligations. */
const NOT_SUBJECTS: ReadonlySet<string> = new Set(['deadlines', 'policy', 'numbering', 'platform', 'audit']);
/** Rosters say who is called, never what is owed, and are long. */
const NOT_FACTS: ReadonlySet<string> = new Set(['directory.v1.DutyRosterSet']);

const NOTHING_READ: Partial<StreamFacts> = {};

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
  types: [...TYPES, ...AMENDMENTS],
  fields: {},
  initial: () => ({ facts: [] }),
  apply: ({ facts }, event) => ({ facts: NOT_FACTS.has(event.type) ? facts : [...facts, factOf(event)] }),
  inPlace: {
    copyOf: ({ facts }) => ({ facts: [...facts] }),
    put: ({ facts }, event) => {
      if (!NOT_FACTS.has(event.type)) (facts as KnownFact[]).push(factOf(event));
      return NOTHING_READ;
    },
  },
  scopeOf: () => undefined,
};
