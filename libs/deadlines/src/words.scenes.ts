/** Rules that no document asks for, one for each word of the language. */
const RULES = `
  - id: PAUSED
    start: [mediation.v1.DisputeAccepted]
    period: { days: 5, roll: none }
    pause: [{ on: mediation.v1.LawyerSupportRequested, when: count == 1, until: mediation.v1.LawyerSupportAssigned }]
    met: [mediation.v1.CaseArchived]
    void: [mediation.v1.DisputeDiverted]
    ladder:
      - { rung: soon, at: start + PT1H, to: owner }
      - { rung: warn, at: last day - 1 day 17:00, to: owner }
      - { rung: breach, at: due, to: head(office) }
      - { rung: raise, at: breach + 1 workingDay, to: duty(level + 1), repeat: { every: 1 workingDay, max: 2 } }
  - id: EXTENDED
    start: [mediation.v1.DisputeAccepted]
    period: { hours: 10 }
    extend: [{ on: mediation.v1.SessionHeld, by: PT5H, max: 2 }]
    met: [mediation.v1.CaseArchived]
  - id: RESTARTED
    start: [mediation.v1.DisputeAccepted, mediation.v1.DisputeAnalysed]
    again: restart
    period: { days: 3 }
    met: [mediation.v1.CaseArchived]
  - id: RIGHT
    nature: right
    again: newAfterClosed
    start: [{ on: mediation.v1.AgreementConcluded, at: event.effectiveAt }]
    period: { days: 3, roll: none }
    met: [{ on: mediation.v1.JudicialConfirmationApplied, at: event.appliedOn }]
    responsible: party
  - id: JOINT
    start: [{ all: [{ on: mediation.v1.DisputeAccepted, when: "event.basis != 'none'" }, mediation.v1.MediationPlanAdopted] }]
    period: { months: 1, roll: none }
    met: [mediation.v1.CaseArchived]
    responsible: office(level + 1)
  - id: KEPT
    start: [{ on: mediation.v1.SessionHeld, when: "event.mode == 'bed'" }]
    period: { days: 1, roll: none }
    met: [{ on: mediation.v1.CaseArchived, when: size(event.gaps) == 0 }]
  - id: NIGHT
    start: [mediation.v1.PerformanceUrged]
    period: { hours: 1 }
    met: [mediation.v1.CaseArchived]
    ladder: [{ rung: breach, at: due, to: head(office), repeat: { every: PT4H, hours: '08:00-22:00', otherwise: onCall, max: 7 } }]
  - id: QUIET
    start: [mediation.v1.PerformanceUrged]
    period: { hours: 1 }
    met: [mediation.v1.CaseArchived]
    ladder: [{ rung: breach, at: due, to: head(office), repeat: { every: PT4H, hours: '08:00-22:00', max: 7 } }]
`;

const EVENTS = ['DisputeAccepted', 'LawyerSupportRequested', 'LawyerSupportAssigned', 'CaseArchived', 'DisputeDiverted', 'SessionHeld', 'DisputeAnalysed', 'AgreementConcluded', 'JudicialConfirmationApplied', 'MediationPlanAdopted', 'PerformanceUrged'];

function packText(rules: string): string {
  const names = [...EVENTS.map((type) => `mediation.v1.${type}`), 'soon', 'raise'].map((word) => `  ${word}: { zh: ${word}, en: ${word} }`);
  const told = rules.replaceAll(/^ {2}- id: (\S+)$/gm, '  - id: $1\n    name: { zh: $1, en: $1 }\n    cite: [{ document: 测试, clause: 一, verified: V }]');
  return `pack: words\nversion: '1'\nnames:\n${names.join('\n')}\nrules:${told}`;
}

/** A pack that binds everywhere, with a rule for each word of the language. */
export const WORDS_PACK = packText(RULES);
