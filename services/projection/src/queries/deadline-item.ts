import { responsibleWords } from '@fengqiao/deadlines';
import { idOf, millisOf, type Instant, type Json } from '@fengqiao/kernel';
import type { ObligationRow } from '../deadlines/obligation-row';
import { COLOUR_LABELS, colourOf, dueText, NATURE_LABELS, rungLabel, STATE_LABELS } from './labels';
import type { ReadParts } from './read-parts';

/** An office as people know it; null where there is none or it is unknown. */
export function officeItem(officeId: string, { readSide }: ReadParts): Json {
  return officeId === '' ? null : { id: officeId, name: readSide.directory.office(officeId)?.name ?? '' };
}

/** The number of a case as people write it; empty where it has none yet. */
export function caseNumber(stream: string, { readSide }: ReadParts): string {
  return readSide.numbers.of(stream)?.text ?? '';
}

/** One obligation as boards show it at an instant. */
export function deadlineItem(row: ObligationRow, now: Instant, parts: ReadParts): Readonly<Record<string, Json>> {
  const { obligation, subject, division, lastRung, parked, raised } = row;
  const { marks, due, state, nature } = obligation;
  const nowMs = millisOf(now);
  const colour = colourOf(obligation, nowMs, millisOf);
  const nextRung = obligation.rungs.find((rung) => rung.state === 'pending');
  return {
    id: obligation.id,
    ruleId: obligation.ruleId,
    rootRule: obligation.rootRule,
    ruleName: { ...obligation.ruleName },
    nature,
    natureLabel: { ...NATURE_LABELS[nature] },
    caseId: idOf(subject),
    caseNumber: caseNumber(subject, parts),
    key: obligation.key,
    state,
    stateLabel: { ...STATE_LABELS[state] },
    late: marks.late,
    undetermined: marks.undetermined,
    provisional: marks.provisional,
    imported: marks.imported,
    parked,
    colour,
    colourLabel: { ...COLOUR_LABELS[colour] },
    startedAt: obligation.startedAt,
    due: due ?? null,
    dueText: due === undefined ? null : { ...dueText(millisOf(due), nowMs) },
    lastDay: obligation.lastDay ?? null,
    rawLastDay: obligation.rawLastDay ?? null,
    remainingMs: due === undefined || colour === 'grey' ? null : millisOf(due) - nowMs,
    closedAt: obligation.closedAt ?? null,
    stopped: obligation.stopped ? { ...obligation.stopped } : null,
    responsible: obligation.responsible,
    responsibleLabel: { ...responsibleWords(obligation.responsible) },
    office: officeItem(obligation.responsibleOfficeId, parts),
    division,
    raised,
    lastRung: lastRung ? { ...lastRung, label: { ...rungLabel(lastRung.name) } } : null,
    nextRung: nextRung ? { name: nextRung.name, label: { ...rungLabel(nextRung.name) }, at: nextRung.at } : null,
    pack: obligation.pack,
    packVersion: obligation.packVersion,
  };
}
