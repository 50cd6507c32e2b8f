import { evaluate, type OfficeTree, type Subject } from '@fengqiao/deadlines';
import { categoryOf, millisOf, toInstant } from '@fengqiao/kernel';
import { LEVELS, rulesAffectedBy, type LevelName } from '@fengqiao/policies';
import type { PolicyFacts } from '../policy-facts/policy-facts';
import type { KnownFact } from './fact';
import { NEVER, type Judge } from './judge';

/** The deadline engine, bound to the packs and calendars that the log has adopted and to the offices as they are. */
export function engineJudge(policy: Pick<PolicyFacts, 'current'>, offices: OfficeTree): Judge {
  return {
    startsFrom: (type) => policy.current.starts.has(type),
    affectedBy: (division, name) => rulesAffectedBy(policy.current.packs, division, name),
    judge: ({ subject, facts, raised, now, only }) => {
      const { packs, calendar } = policy.current;
      const { obligations, nextOf } = evaluate({ subject: subjectOf(subject, facts, offices), facts, packs, calendar, offices, raised, at: millisOf(now), only });
      return { obligations, nextOf: nextOf.size === 0 ? NEVER : new Map([...nextOf].map(([root, at]) => [root, toInstant(at)])) };
    },
  };
}

/** The subject as its first own fact has it: the office and level that it names, else those it was recorded for. An office that was closed since keeps its level. */
function subjectOf(stream: string, facts: readonly KnownFact[], offices: OfficeTree): Subject {
  const first = facts.find((fact) => fact.stream === stream);
  const { officeId: named, level } = first?.data ?? {};
  const officeId = typeof named === 'string' && named !== '' ? named : (first?.office ?? '');
  const category = categoryOf(stream);
  return { stream, kind: category.slice(category.indexOf('.') + 1), division: first?.jurisdiction ?? '', officeId, level: levelNamed(level) ?? offices.level(officeId) ?? 0 };
}

/** 2 of `LEVEL_VILLAGE`; undefined where no level is named. */
function levelNamed(level: unknown): number | undefined {
  const name = String(level);
  return LEVELS[(name.startsWith('LEVEL_') ? name.slice('LEVEL_'.length) : name) as LevelName];
}
