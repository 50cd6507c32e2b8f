import type { Millis } from '@fengqiao/kernel';
import { goesWithSubject, HANDOVERS, textAtPath, type CompiledRule } from '@fengqiao/policies';
import { compare, instantOf, type Scene } from './facts';
import type { Reading } from './reading';
import type { Policy, Start } from './start';
import type { Fact } from './types';

/** The office that holds a subject, and its level (0 where unknown). */
export interface Holder {
  readonly officeId: string;
  readonly level: number;
  /** What handed it over; absent where it is the one that held it at the start. */
  readonly by?: Fact;
}

/** Whose breach an obligation is, and who holds the subject as far as it counts. */
export interface Responsibility {
  readonly symbol: string;
  /** Empty where a partner's. */
  readonly officeId: string;
  readonly holder: Holder;
}

/** The first of the rule's symbols that leads somewhere, with its office. A duty of whoever holds the subject goes with it to who took it over in time. */
export function responsibilityOf(reading: Reading, scene: Scene, policy: Policy): Responsibility {
  const { start } = reading;
  const symbols = start.governing.compiled.responsible;
  let [chosen, officeId] = [symbols[0], ''];
  for (const each of symbols) {
    const found = officeOf(each.parsed, start, policy);
    if (found === undefined) continue;
    [chosen, officeId] = [each, found];
    break;
  }
  const [symbol, parsed] = [chosen?.symbol ?? 'office', chosen?.parsed];
  if (!goesWithSubject(parsed)) return { symbol, officeId, holder: start };
  const holder = holderOf(reading, scene, policy);
  return { symbol, officeId: parsed?.kind === 'partner' ? '' : holder.officeId, holder };
}

type Parsed = CompiledRule['responsible'][number]['parsed'];

/** What was handed over at the due or later, or once the obligation was closed, changes nothing about whose it was. */
function holderOf({ start, due, closing }: Reading, scene: Scene, { offices }: Policy): Holder {
  const { byType, subject } = scene;
  let last: Told | undefined;
  let holder: Holder = start;
  for (const [type, field] of HANDOVERS) {
    for (const fact of byType.get(type) ?? []) {
      const [told, officeId] = [{ at: instantOf(fact.recordedAt, scene), fact }, textAtPath(fact.data, [field])];
      const counts = fact.stream === subject && isBehind(told, start) && (due === undefined || told.at < due) && (!closing || isBehind({ at: closing.at, fact: closing.occurrence?.fact }, told));
      if (!officeId || !counts || (last && !isBehind(told, last))) continue;
      last = told;
      holder = { officeId, level: offices.level(officeId) ?? 0, by: fact };
    }
  }
  return holder;
}

/** A fact at the moment from which it counts. */
interface Told {
  readonly at: Millis;
  readonly fact?: Fact;
}

/** At one instant the order of a stream decides. */
function isBehind(one: Told, other: Told): boolean {
  if (one.at !== other.at) return one.at > other.at;
  const [fact, before] = [one.fact, other.fact];
  return fact !== undefined && fact.stream === before?.stream && (fact.revision - before.revision || compare(fact.id, before.id)) > 0;
}

/** The office of a symbol at the start, empty for a partner; undefined where it leads nowhere. */
function officeOf(parsed: Parsed, start: Start, { offices }: Policy): string | undefined {
  switch (parsed?.kind) {
    case undefined:
      return undefined;
    case 'partner':
      return '';
    case 'owner':
      return start.officeId;
    case 'field':
      return textAtPath(start.fact.data, parsed.path.split('.')) || undefined;
    case 'office': {
      const level = parsed.of.kind === 'above' ? start.level + parsed.of.levels : parsed.of.kind === 'level' ? parsed.of.level : start.level;
      return (level <= start.level ? start.officeId : offices.ancestor(start.officeId, level)?.id) || undefined;
    }
  }
}
