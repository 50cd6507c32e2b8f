/** Rules of a test, one for each way in which a period may end. */
const RULES = `
  - id: UNTIL
    start: [mediation.v1.MediationPlanAdopted]
    period: { until: event.dueDate, roll: next }
    pause: [{ on: mediation.v1.MediationSuspended, until: mediation.v1.MediationResumed }]
    met: [mediation.v1.CaseArchived]
  - id: BEFORE
    start: [mediation.v1.DisputeAccepted]
    period: { before: mediation.v1.PoliceDecisionRecorded }
    met: [mediation.v1.AgreementConcluded]
  - id: FROM
    start: [mediation.v1.DisputeAccepted]
    period: { days: 2, from: mediation.v1.SessionHeld }
    met: [mediation.v1.CaseArchived]
  - id: BACK
    start: [mediation.v1.DisputeAccepted]
    period: { days: -3, from: { on: mediation.v1.MediationPlanAdopted, at: event.dueDate } }
    met: [mediation.v1.PerformanceUrged]
  - id: KNOWN
    start: [mediation.v1.SessionHeld]
    period: { days: 1, from: known }
    met: [mediation.v1.CaseArchived]
  - id: AFTER
    start: [mediation.v1.DisputeAccepted]
    period: { days: 5, from: UNTIL.due }
    met: [mediation.v1.CaseArchived]
  - id: EARLIEST
    start: [mediation.v1.DisputeAccepted]
    period: { earliest: [{ days: 10 }, { days: 2, from: mediation.v1.SessionHeld }] }
    met: [mediation.v1.CaseArchived]
  - id: LATEST
    start: [mediation.v1.DisputeAccepted]
    period: { latest: [{ days: 10 }, { days: 2, from: mediation.v1.SessionHeld }] }
    met: [mediation.v1.CaseArchived]
  - id: CASES
    start: [mediation.v1.DisputeAccepted]
    period: { cases: [{ when: "event.basis == 'application'", days: 7 }, { when: "event.basis == 'initiative'", workingDays: 3 }, { days: 15 }] }
    met: [mediation.v1.CaseArchived]
  - id: BOUNDED
    start: [mediation.v1.DisputeAccepted]
    period: { days: 10 }
    pause: [{ on: mediation.v1.MediationSuspended, until: mediation.v1.MediationResumed, max: { days: 4 } }]
    met: [mediation.v1.CaseArchived]
    ladder: [{ rung: warn, at: last day - 1 day 17:00, to: owner }, { rung: breach, at: due, to: head(office) }]
  - id: EXTENDED
    start: [mediation.v1.DisputeAccepted]
    period: { days: 10 }
    extend: [{ on: mediation.v1.MediationExtended, to: { until: event.until } }]
    met: [mediation.v1.CaseArchived]
`;

const EVENTS = ['DisputeAccepted', 'MediationPlanAdopted', 'MediationSuspended', 'MediationResumed', 'MediationExtended', 'PoliceDecisionRecorded', 'SessionHeld', 'AgreementConcluded', 'PerformanceUrged', 'CaseArchived'];

/** A pack with a rule for each way in which a period may end; cited as a plan, so nothing rolls unless it says so. */
export const ENDS_PACK = `pack: ends
version: '1'
names:
${EVENTS.map((type) => `  mediation.v1.${type}: { zh: ${type}, en: ${type} }`).join('\n')}
rules:${RULES.replaceAll(/^ {2}- id: (\S+)$/gm, '  - id: $1\n    name: { zh: $1, en: $1 }\n    cite: [{ document: 测试, clause: 一, verified: SEED }]')}`;
