import { accept, conflict, formatDate, refuse, unreachable, type DecideContext, type Decider, type Decision } from '@fengqiao/kernel';
import { levelOf } from '@fengqiao/platform';
import type { Directory } from '@fengqiao/security';
import { farAhead, notInForce, today } from '../dispute/steps';
import { CHANGE_REASONS, COMMITTEE_KINDS, COMMITTEE_SECTORS, DISSOLUTION_REASONS } from './codes';
import type { CommandOf, CommitteeCommand } from './commands';
import { changesOf, evolveCommittee, noCommittee, type CommitteeEvent, type CommitteeState, type Known, type Serving } from './committee';
import { endOfTerm, isSeated, seated, unfit } from './members';

type Context = DecideContext<Directory>;
type D = Decision<CommitteeEvent>;

/** Kinds of office that may have a committee: the township's (乡镇调委会) bears the id of its justice office. */
const BEARERS: readonly string[] = ['mediationCommittee', 'justiceOffice'];
/** The rank at which an office must stand for these kinds of committee. */
const RANKS: Readonly<Record<string, number>> = { village: 2, township: 3 };

export const committeeDecider: Decider<CommitteeState, CommitteeCommand, CommitteeEvent, Directory> = { initial: noCommittee, decide: decideCommittee, evolve: evolveCommittee };

/** What may be asked of a committee, and what it leads to. */
function decideCommittee(command: CommitteeCommand, state: CommitteeState, context: Context): D {
  if (command.type === 'ProposeCommittee') return proposeCommittee(command, state, context);
  if (state.status === 'none') return forbid();
  switch (command.type) {
    case 'EstablishCommittee':
      return establishCommittee(command, state, context);
    case 'ElectCommittee':
      return state.status === 'serving' ? electCommittee(command, state, context) : notServing(state);
    case 'ChangeMembers':
      return state.status === 'serving' ? changeMembers(command, state, context) : notServing(state);
    case 'ReportToCourt':
      return reportToCourt(command, state, context);
    case 'ProlongCommittee':
      return state.status === 'serving' ? prolongCommittee(command, state, context) : notServing(state);
    case 'DissolveCommittee':
      return dissolveCommittee(command, state, context);
    default:
      return unreachable(command);
  }
}

/** ProposeCommittee (拟设立): for an office inside the actor's division; anew once an earlier committee there is dissolved. */
function proposeCommittee({ officeId, kind, sector = '', validTo = '', mixedArea = false }: CommandOf<'ProposeCommittee'>, state: CommitteeState, context: Context): D {
  const office = context.look.office(officeId);
  if (!office || !office.division.startsWith(context.actor.division)) return forbid();
  const proposed = { officeId, level: levelOf(office.level), division: office.division, kind, sector, validTo, mixedArea };
  if (state.status === 'proposed' || state.status === 'serving') {
    const isSame = kind === state.kind && sector === state.sector && mixedArea === state.mixedArea && (validTo === '') === (state.validTo === '');
    return isSame && (state.status === 'serving' || validTo === state.validTo) ? accept() : conflict('COMMITTEE_ALREADY_THERE', '该机构已有调委会，或已拟设立，内容不同', 'this office has a committee, or one is proposed, with other content');
  }
  if (state.status === 'dissolved' && dayOf(context) < state.dissolvedFrom) return refuse('STILL_SERVING', `原调委会于 ${state.dissolvedFrom} 起撤销，此前不能另行设立`, `the committee before is dissolved from ${state.dissolvedFrom} on; propose another from then`);
  if (!BEARERS.includes(office.kind)) return refuse('OFFICE_BEARS_NO_COMMITTEE', '该机构不是调委会或司法所，不能设立调委会', 'this office is neither a mediation committee nor a justice office', '/officeId');
  const wrong = notInForce(COMMITTEE_KINDS, kind, context, '/kind') ?? wrongSector(kind, sector, context) ?? wrongValidity(validTo, context);
  if (wrong) return wrong;
  if (RANKS[kind] !== undefined && RANKS[kind] !== office.level) return refuse('KIND_OF_OTHER_LEVEL', '村（居）调委会设在村级机构，乡镇（街道）调委会设在乡镇级机构', "a village's committee belongs to an office of a village, a township's to one of a township", '/kind');
  return accept({ type: 'mediation.v1.CommitteeProposed', data: proposed });
}

/** EstablishCommittee (设立): with its members, for three years; a temporary one to the end of its validity. */
function establishCommittee({ establishedOn, members }: CommandOf<'EstablishCommittee'>, state: Known, context: Context): D {
  if (state.status === 'dissolved') return dissolved(state.dissolvedFrom);
  if (state.status === 'serving') {
    return establishedOn === state.establishedOn && isSeated(members, state.members, context.id) ? accept() : conflict('COMMITTEE_ALREADY_ESTABLISHED', `调委会已于 ${state.establishedOn} 设立；成员变动请用“调整成员”或“换届”`, `the committee was established on ${state.establishedOn}; change its members or elect it anew`);
  }
  const wrong = ahead(establishedOn, '/establishedOn', context) ?? unfit(members, state.mixedArea);
  if (wrong) return wrong;
  const termEnds = state.validTo === '' ? endOfTerm(establishedOn) : state.validTo;
  if (termEnds < establishedOn) return refuse('VALIDITY_OVER', `临时调委会的有效期至 ${termEnds}，早于设立之日`, `it is valid to ${termEnds}, which is before the day on which it is established`, '/establishedOn');
  return accept({ type: 'mediation.v1.CommitteeEstablished', data: { changeId: context.id(0), establishedOn, ...seated(members, context.id), termEnds, approvedBy: context.approvedBy } });
}

/** ElectCommittee (换届): a new term of three years from the day of the election. */
function electCommittee({ electedOn, members }: CommandOf<'ElectCommittee'>, state: Serving, context: Context): D {
  if (state.validTo !== '') return refuse('TEMPORARY_NOT_ELECTED', '临时调委会不换届，可延期', 'a temporary committee is not elected anew; prolong it');
  if (electedOn === state.termFrom) {
    return isSeated(members, state.members, context.id) ? accept() : conflict('ELECTION_ALREADY_RECORDED', '本届自当日开始，已记录，成员不同', 'a term that began on that day is recorded, with other members');
  }
  if (electedOn < state.termFrom) return refuse('BEFORE_THIS_TERM', `须晚于本届开始之日（${state.termFrom}）`, `later than the day on which this term began (${state.termFrom})`, '/electedOn');
  const wrong = ahead(electedOn, '/electedOn', context) ?? unfit(members, state.mixedArea);
  return wrong ?? accept({ type: 'mediation.v1.CommitteeElected', data: { changeId: context.id(0), electedOn, ...seated(members, context.id), termEnds: endOfTerm(electedOn), approvedBy: context.approvedBy } });
}

/** ChangeMembers (调整成员): all members as they are from now on; the term goes on. */
function changeMembers({ members, reason }: CommandOf<'ChangeMembers'>, state: Serving, context: Context): D {
  if (isSeated(members, state.members, context.id)) return accept();
  const wrong = notInForce(CHANGE_REASONS, reason, context, '/reason') ?? unfit(members, state.mixedArea);
  return wrong ?? accept({ type: 'mediation.v1.CommitteeMembersChanged', data: { changeId: context.id(0), ...seated(members, context.id), reason } });
}

/** ReportToCourt (通报法院): the county bureau tells the basic court of one change (article 10), also of one that a committee made before it was dissolved. */
function reportToCourt({ changeId, court }: CommandOf<'ReportToCourt'>, state: Known, { approvedBy }: Context): D {
  const change = changesOf(state).find((each) => each.changeId === changeId);
  if (!change) return refuse('CHANGE_UNKNOWN', '该调委会没有这项变动', 'this committee knows no such change', '/changeId');
  if (change.toldCourt === '') return accept({ type: 'mediation.v1.CommitteeReportedToCourt', data: { changeId, court, approvedBy } });
  return change.toldCourt === court ? accept() : conflict('ALREADY_TOLD', `该项变动已通报${change.toldCourt}`, 'another court was told of this change');
}

/** ProlongCommittee (延期): a temporary committee goes on to the end of a later day. */
function prolongCommittee({ validTo }: CommandOf<'ProlongCommittee'>, state: Serving, context: Context): D {
  if (state.validTo === '') return refuse('NOT_TEMPORARY', '只有临时调委会可以延期；其他调委会须换届', 'only a temporary committee is prolonged; others are elected anew');
  if (validTo === state.validTo) return accept();
  if (validTo < state.validTo) return refuse('NOT_LATER', `须晚于现有效期（${state.validTo}）`, `later than the day to which it is valid (${state.validTo})`, '/validTo');
  if (state.validTo < dayOf(context)) return refuse('VALIDITY_OVER', `有效期已于 ${state.validTo} 届满，请撤销后另行设立`, `its validity ended on ${state.validTo}; dissolve it and propose another`);
  return wrongValidity(validTo, context) ?? accept({ type: 'mediation.v1.CommitteeProlonged', data: { validTo } });
}

/** DissolveCommittee (撤销): from a day on it is no committee any more; also of one that was only proposed. */
function dissolveCommittee({ dissolvedFrom, reason }: CommandOf<'DissolveCommittee'>, state: Known, context: Context): D {
  if (state.status === 'dissolved') return state.dissolvedFrom === dissolvedFrom && state.reason === reason ? accept() : dissolved(state.dissolvedFrom);
  const wrong = notInForce(DISSOLUTION_REASONS, reason, context, '/reason') ?? farAhead(dissolvedFrom, '/dissolvedFrom', context);
  if (wrong) return wrong;
  if (state.status === 'serving' && dissolvedFrom < state.establishedOn) return refuse('BEFORE_ESTABLISHED', `早于设立之日（${state.establishedOn}）`, `earlier than the day on which it was established (${state.establishedOn})`, '/dissolvedFrom');
  return accept({ type: 'mediation.v1.CommitteeDissolved', data: { dissolvedFrom, reason } });
}

function wrongSector(kind: string, sector: string, context: Context): D | undefined {
  if (kind === 'sector') return sector === '' ? refuse('SECTOR_MISSING', '行业性专业性调委会须写明行业', 'say of which sector it is', '/sector') : notInForce(COMMITTEE_SECTORS, sector, context, '/sector');
  return sector === '' ? undefined : refuse('SECTOR_OF_NONE', '只有行业性专业性调委会写明行业', 'only a sector committee names a sector', '/sector');
}

/** The validity of a temporary committee ends today or later, and is not longer than a term: what lasts longer is no temporary committee. */
function wrongValidity(validTo: string, context: Context): D | undefined {
  if (validTo === '') return undefined;
  if (validTo < dayOf(context)) return refuse('VALIDITY_OVER', '有效期截止日早于今天', 'its validity would have ended before today', '/validTo');
  return validTo > endOfTerm(dayOf(context)) ? refuse('VALIDITY_TOO_LONG', '临时调委会的有效期不超过三年', 'a temporary committee is valid for three years at most', '/validTo') : undefined;
}

function ahead(day: string, pointer: string, context: Context): D | undefined {
  return day > dayOf(context) ? refuse('DAY_IN_FUTURE', '日期晚于今天，请核对', 'the day lies in the future; check it', pointer) : undefined;
}

function notServing(state: Exclude<Known, Serving>): D {
  return state.status === 'dissolved' ? dissolved(state.dissolvedFrom) : refuse('COMMITTEE_NOT_ESTABLISHED', '调委会尚未设立', 'the committee is not established yet');
}

function dissolved(from: string): D {
  return conflict('COMMITTEE_DISSOLVED', `调委会自 ${from} 起撤销`, `the committee is dissolved from ${from} on`);
}

function forbid(): D {
  return { ok: false, refusal: { kind: 'forbidden', code: 'NOT_YOURS', zh: '未找到，或不归您管理', en: 'not found, or not yours to keep' } };
}

/** The civil day in Asia/Shanghai, YYYY-MM-DD. */
function dayOf(context: Context): string {
  return formatDate(today(context));
}
