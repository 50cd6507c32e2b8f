/** Rules of a test, one for each word about members and series. */
const RULES = `
  - id: WEEKLY
    for: { each: office, where: event.level == Level.VILLAGE }
    recurs: { every: week }
    met: [{ on: mediation.v1.ScreeningCompleted, key: event.period }]
    ladder: [{ rung: warn, at: last day - 2 days 17:00, to: head(office) }, { rung: breach, at: due, to: duty(level + 1) }]
  - id: MONTHLY
    for: { each: office, where: event.level == Level.TOWNSHIP }
    recurs: { every: month, roll: next }
    met: [mediation.v1.ScreeningCompleted]
  - id: QUARTERLY
    for: { each: office, where: subject.level == Level.COUNTY }
    recurs: { every: quarter }
    period: { days: 15, roll: next }
    met: [{ on: mediation.v1.TrendAnalysisReported, key: event.period }]
  - id: CUTOFF
    for: { each: office, where: event.level == Level.COUNTY }
    recurs: { at: ['FREQ=WEEKLY;BYDAY=TU;BYHOUR=17', 'FREQ=WEEKLY;BYDAY=FR;BYHOUR=12'], between: [2026-01-06, 2026-03-10], roll: previous }
    met: [{ on: mediation.v1.TrendAnalysisReported, key: event.period }]
  - id: DRIVE
    for: { each: office, where: event.level == Level.VILLAGE }
    recurs: { every: between, between: [2026-09-14, 2026-09-30] }
    met: [{ on: mediation.v1.ScreeningCompleted, when: event.doorToDoor }]
  - id: GRID
    start: [mediation.v1.DisputeAccepted]
    recurs: { every: { months: 1 }, from: start, until: mediation.v1.CaseArchived }
    met: [mediation.v1.SessionHeld]
    period: { days: 0, roll: next }
  - id: EACH
    for: { each: event.terms, key: each.termId, where: "each.dueDate != ''" }
    start: [{ on: mediation.v1.AgreementConcluded, at: event.effectiveAt }]
    period: { until: each.dueDate, roll: next }
    met: [{ on: mediation.v1.AgreementPerformed, when: "event.termId in ['', key]" }]
  - id: EACH.urge
    start: [{ on: EACH, is: [overdue] }]
    period: { days: 3 }
    met: [{ on: mediation.v1.PerformanceUrged, when: "event.termId in ['', key]" }]
    void: [{ on: EACH, is: [met, void] }]
  - id: SEAT
    for: { each: event.mediatorIds, key: each }
    start: [mediation.v1.MediatorsAppointed]
    period: { days: 2 }
    met: [mediation.v1.SessionHeld]
`;

const EVENTS = ['ScreeningCompleted', 'TrendAnalysisReported', 'DisputeAccepted', 'CaseArchived', 'SessionHeld', 'AgreementConcluded', 'AgreementPerformed', 'PerformanceUrged', 'MediatorsAppointed'];

/** A pack with a rule for each word about members and series; cited as a plan, so nothing rolls unless it says so. */
export const SERIES_PACK = `pack: series
version: '1'
names:
${EVENTS.map((type) => `  mediation.v1.${type}: { zh: ${type}, en: ${type} }`).join('\n')}
rules:${RULES.replaceAll(/^ {2}- id: (\S+)$/gm, '  - id: $1\n    name: { zh: $1, en: $1 }\n    cite: [{ document: 测试, clause: 一, verified: SEED }]')}`;
