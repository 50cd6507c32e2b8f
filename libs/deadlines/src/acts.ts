import { formatDate, shanghaiDay, toInstant } from '@fengqiao/kernel';
import { textAtPath, type CompiledRule } from '@fengqiao/policies';
import { inOrder, type Occurrence, type Reader, type Scene } from './facts';
import { momentOf } from './moment';
import { find, type Found } from './occurrences';
import { lengthFor, periodFor, timeFor } from './parameters';
import type { Extension } from './period';
import type { Start } from './start';
import type { Fact, Pause } from './types';

/** What moved, or tried to move, the due of an obligation before it ended. */
export interface Acts {
  readonly pauses: readonly Pause[];
  readonly extensions: readonly Extension[];
  readonly facts: readonly Fact[];
  readonly found: readonly Found[];
}

/** Pauses and extensions before the ending; which of them came before the due is found by the count. */
export function actsUpTo(ending: Occurrence | undefined, start: Start, scene: Scene, reader: Reader): Acts {
  const { compiled } = start.governing;
  if (compiled.pause.length === 0 && compiled.extend.length === 0) return NO_ACTS;
  const found: Found[] = [];
  const facts: Fact[] = [];
  const pauses: Pause[] = [];
  const stillOpen = (each: Occurrence): boolean => !ending || inOrder(each, ending) < 0;
  for (const { from, until } of compiled.pause) {
    const begun = find(from, scene, reader);
    const ended = until.map((trigger) => find(trigger, scene, reader));
    found.push(begun, ...ended);
    for (const pause of begun.occurrences.filter(stillOpen)) {
      const end = ended.flatMap(({ occurrences }) => occurrences).filter((each) => inOrder(each, pause) > 0).sort(inOrder)[0];
      facts.push(pause.fact, ...(end ? [end.fact] : []));
      pauses.push({ from: toInstant(pause.at), ...(end && { to: toInstant(end.at) }), reason: textOf(pause), actor: pause.fact.actor, source: pause.fact.id });
    }
  }
  const extensions = compiled.extend.flatMap((trigger, index) => {
    const rule = compiled.rule.extend[index];
    const asked = find(trigger, scene, reader);
    found.push(asked);
    const valid = asked.occurrences.filter(stillOpen).slice(0, rule?.max || undefined);
    facts.push(...valid.map(({ fact }) => fact));
    return valid.flatMap((each) => (rule ? (extensionOf(each, rule, start) ?? []) : []));
  });
  return { pauses, extensions, facts, found };
}

const NO_ACTS: Acts = { pauses: [], extensions: [], facts: [], found: [] };

/** Undefined where the fact names no date to extend to. */
function extensionOf(occurrence: Occurrence, { to, by }: CompiledRule['rule']['extend'][number], { governing }: Start): Extension | undefined {
  const { at, fact } = occurrence;
  const whence = { at: toInstant(at), reason: textOf(occurrence), actor: fact.actor, source: fact.id };
  if (by) return { ...whence, by: lengthFor(by, governing.parameters) };
  if (to?.until !== undefined) {
    const told = momentOf(textAtPath(fact.data, to.until.split('.').slice(1)) ?? to.until);
    if (!told) return undefined;
    return { ...whence, to: told.until === undefined ? { instant: toInstant(told.at) } : { date: formatDate(shanghaiDay(told.at)), ...(to.ends !== '' && { ends: timeFor(to.ends, governing.parameters) }) } };
  }
  const { roll: _, ...target } = periodFor(to ?? governing.compiled.rule.period, governing.parameters);
  return { ...whence, to: target };
}

function textOf({ name }: Occurrence): string {
  return `${name.zh} ${name.en}`;
}
