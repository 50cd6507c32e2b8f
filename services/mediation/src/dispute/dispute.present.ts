import type { JsonObject } from '@fengqiao/kernel';
import { isSuspended } from './alongside';
import { agreementOf, type DisputeState } from './dispute';
import { contentsOf } from './documents';
import { mustBeReported } from './facts';
import { isStanding } from './report';
import { STATUS_WORDS } from './steps';

/** What reading one dispute answers. Personal values are as the log holds them: whoever shows them opens them by role. */
export function presentDispute(state: DisputeState): JsonObject | undefined {
  if (state.status === 'unregistered') return undefined;
  const { facts } = state;
  const { registered, grading, sessions, plans, analyses, visits, reviews, risks, ...rest } = facts;
  const { officeId, level, flags: _known, approvedBy: _approved, parties, ...discovery } = registered;
  return {
    status: state.status,
    statusZh: STATUS_WORDS[state.status],
    /** Reported upward, and neither returned nor taken over. */
    escalated: facts.reports.some(isStanding),
    mustBeReported: mustBeReported(facts),
    /** The clock of the mediation stands still. */
    suspended: isSuspended(facts),
    ...discovery,
    parties: parties.map((party) => ({ ...party })),
    registeredBy: { officeId, level },
    holder: { ...rest.holder },
    offices: rest.offices,
    flags: rest.flags,
    grading: grading ? { ...grading } : null,
    reports: rest.reports.map((report) => ({ ...report, from: { ...report.from }, to: { ...report.to } })),
    toldOffice: rest.toldOffice,
    supports: rest.supports.map((support) => ({ ...support })),
    mediatorIds: rest.mediatorIds,
    mediatorsChosenBy: rest.mediatorsChosenBy,
    participants: rest.participants.map((participant) => ({ ...participant })),
    analyses,
    plans: plans.map((plan) => ({ ...plan })),
    sessions: sessions.map((session) => ({ ...session })),
    risks: risks.map((risk) => ({ ...risk })),
    suggestedBy: rest.suggestedBy,
    application: rest.application ? { ...rest.application } : null,
    extendedUntil: rest.extendedUntil,
    suspensions: rest.suspensions.map((suspension) => ({ ...suspension })),
    informed: rest.informed.map((told) => ({ ...told })),
    court: rest.court ? { ...rest.court } : null,
    police: rest.police ? { ...rest.police } : null,
    criminalTurns: rest.criminalTurns.map((turn) => ({ ...turn })),
    agreement: agreementJson(state),
    visits: visits.map((visit) => ({ ...visit })),
    reviews: reviews.map((review) => ({ ...review })),
    /** 卷宗目录. */
    file: contentsOf(state).map((document) => ({ ...document })),
    ending: endingOf(state),
  };
}

function agreementJson(state: DisputeState): JsonObject | null {
  const agreement = agreementOf(state);
  return agreement ? { ...agreement, terms: agreement.terms.map((term) => ({ ...term })) } : null;
}

/** How the case ended, where it ended without an agreement or is archived. */
function endingOf(state: DisputeState): JsonObject | null {
  switch (state.status) {
    case 'notAccepted':
      return { reason: state.reason, guidance: state.guidance };
    case 'transferredOut':
      return { destination: state.destination, reason: state.reason };
    case 'failed':
    case 'refused':
    case 'withdrawn':
      return { reason: state.reason, remediesTold: state.remediesTold || state.facts.informed.some(({ topic }) => topic === 'remedies') };
    case 'archived':
      return { endedAs: state.endedAs, documents: state.documents, gaps: state.gaps };
    default:
      return null;
  }
}
