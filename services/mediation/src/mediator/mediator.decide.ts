import { accept, conflict, formatDate, refuse, unreachable, type DecideContext, type Decider, type Decision } from '@fengqiao/kernel';
import type { Directory } from '@fengqiao/security';
import { farAhead, notInForce, outOfTurn, today } from '../dispute/steps';
import { MEDIATOR_GRADES, MEDIATOR_SOURCES, REMOVAL_GROUNDS, TRAINERS, TRAINING_KINDS, WARNING_GROUNDS } from './codes';
import type { CommandOf, MediatorCommand } from './commands';
import { evolveMediator, noMediator, STATUSES, type MediatorEvent, type MediatorState, type Removed, type Working, type WorkingStatus } from './mediator';

type Context = DecideContext<Directory>;
type D = Decision<MediatorEvent>;

/** Words of the steps a mediator takes. */
export const MEDIATOR_WORDS = { none: '未聘任', engaged: '已聘任', trained: '已培训', graded: '已评级', active: '在岗', warned: '责令改正中', removed: '已离任' } as const;

export const mediatorDecider: Decider<MediatorState, MediatorCommand, MediatorEvent, Directory> = { initial: noMediator, decide: decideMediator, evolve: evolveMediator };

/** What may be asked of a mediator, and what it leads to. */
function decideMediator(command: MediatorCommand, state: MediatorState, context: Context): D {
  if (command.type === 'EngageMediator') return engageMediator(command, state, context);
  if (state.status === 'none') return forbid();
  if (command.type === 'RemoveMediator') return removeMediator(command, state, context);
  if (state.status === 'removed') return removed(state);
  switch (command.type) {
    case 'TrainMediator':
      return trainMediator(command, state, context);
    case 'GradeMediator':
      return gradeMediator(command, state, context);
    case 'RegisterMediator':
      return registerMediator(command, state, context);
    case 'WarnMediator':
      return warnMediator(command, state, context);
    case 'RecordCorrection':
      return recordCorrection(command, state, context);
    default:
      return unreachable(command);
  }
}

/** EngageMediator (聘任): a person of the directory, for a committee inside the actor's division; anew who left. */
function engageMediator({ personId, officeId, source, fullTime, engagedOn }: CommandOf<'EngageMediator'>, state: MediatorState, context: Context): D {
  const office = context.look.office(officeId ?? context.actor.officeId);
  const home = context.look.office(context.look.person(personId)?.officeId ?? '');
  // Of somebody who serves elsewhere he does not learn whether there is anything, by whatever office he names.
  if (!home || !home.division.startsWith(context.actor.division)) return forbid();
  if (!office || !mayEngageFor(office.id, office.division, context)) return refuse('OFFICE_UNKNOWN', '没有这个机构，或不归您管理', 'there is no such office, or it is not yours', '/officeId');
  if (state.status !== 'none' && state.status !== 'removed') {
    const isSame = state.officeId === office.id && state.source === source && state.engagedOn === engagedOn;
    return isSame ? accept() : conflict('ALREADY_ENGAGED', '此人已受聘为调解员；先由原调委会办理离任', 'this person is a mediator already; the committee that engaged must first let go');
  }
  if (state.status === 'removed' && state.ground === 'died') return removed(state);
  if (state.status === 'removed' && engagedOn < state.removedFrom) return refuse('BEFORE_REMOVAL', `早于离任之日（${state.removedFrom}）`, `earlier than the day of leaving (${state.removedFrom})`, '/engagedOn');
  const wrong = notInForce(MEDIATOR_SOURCES, source, context, '/source') ?? ahead(engagedOn, '/engagedOn', context);
  return wrong ?? accept({ type: 'mediation.v1.MediatorEngaged', data: { personId, officeId: office.id, division: office.division, source, fullTime, engagedOn, approvedBy: context.approvedBy } });
}

/** TrainMediator (培训): first the induction, then every year. */
function trainMediator({ kind, trainedOn, hours, trainer }: CommandOf<'TrainMediator'>, state: Working, context: Context): D {
  const known = state.trainings.find((each) => each.kind === kind && each.trainedOn === trainedOn);
  if (known) return known.hours === hours && known.trainer === trainer ? accept() : conflict('TRAINING_ALREADY_RECORDED', '当日该项培训已记录，内容不同', 'this training of that day is recorded, with other content');
  if (kind === 'yearly' && state.status === 'engaged') return refuse('INDUCTION_FIRST', '须先完成岗前培训', 'the induction comes first', '/kind');
  const wrong = notInForce(TRAINING_KINDS, kind, context, '/kind') ?? notInForce(TRAINERS, trainer, context, '/trainer') ?? ahead(trainedOn, '/trainedOn', context);
  return wrong ?? accept({ type: 'mediation.v1.MediatorTrained', data: { kind, trainedOn, hours, trainer, approvedBy: context.approvedBy } });
}

/** GradeMediator (评级): who is trained; again whenever the grade changes. */
function gradeMediator({ grade, validTo = '' }: CommandOf<'GradeMediator'>, state: Working, context: Context): D {
  if (state.grading?.grade === grade && state.grading.validTo === validTo) return accept();
  const wrong = notYet('trained', state) ?? onOneself(state, context) ?? notInForce(MEDIATOR_GRADES, grade, context, '/grade');
  if (wrong) return wrong;
  if (validTo !== '' && validTo < dayOf(context)) return refuse('VALIDITY_OVER', '有效期截止日早于今天', 'the grade would have ended before today', '/validTo');
  return accept({ type: 'mediation.v1.MediatorGraded', data: { grade, validTo } });
}

/** RegisterMediator (登记上岗): in the register, with a certificate; again where certificate or full-time changes. */
function registerMediator({ certificate, fullTime }: CommandOf<'RegisterMediator'>, state: Working, context: Context): D {
  if (state.certificate === certificate && state.fullTime === fullTime) return accept();
  return notYet('graded', state) ?? onOneself(state, context) ?? accept({ type: 'mediation.v1.MediatorRegistered', data: { certificate, fullTime } });
}

/** WarnMediator (批评教育、责令改正): on one of the grounds of article 15. */
function warnMediator({ number, ground, note }: CommandOf<'WarnMediator'>, state: Working, context: Context): D {
  const turn = notYet('active', state) ?? outOfTurn(number, state.warnings.length) ?? notInForce(WARNING_GROUNDS, ground, context, '/ground');
  return turn ?? accept({ type: 'mediation.v1.MediatorWarned', data: { warningId: context.id(0), ground, note } });
}

/** RecordCorrection (改正): a warning is heeded; when all are, the mediator works on as before. */
function recordCorrection({ warningId }: CommandOf<'RecordCorrection'>, state: Working, context: Context): D {
  const warning = state.warnings.find((each) => each.warningId === warningId);
  if (!warning) return refuse('WARNING_UNKNOWN', '没有这次批评教育', 'there is no such warning', '/warningId');
  if (warning.corrected) return accept();
  return onOneself(state, context) ?? accept({ type: 'mediation.v1.MediatorCorrected', data: { warningId } });
}

/** RemoveMediator (罢免、解聘、离任): from a day on. */
function removeMediator({ ground, removedFrom, note = '' }: CommandOf<'RemoveMediator'>, state: Working | Removed, context: Context): D {
  if (state.status === 'removed') return state.ground === ground && state.removedFrom === removedFrom ? accept() : removed(state);
  if (removedFrom < state.engagedOn) return refuse('BEFORE_ENGAGED', `早于聘任之日（${state.engagedOn}）`, `earlier than the day of engagement (${state.engagedOn})`, '/removedFrom');
  return farAhead(removedFrom, '/removedFrom', context) ?? notInForce(REMOVAL_GROUNDS, ground, context, '/ground') ?? accept({ type: 'mediation.v1.MediatorRemoved', data: { ground, removedFrom, note } });
}

/** A committee engages for itself; those above for the offices of their division. */
function mayEngageFor(officeId: string, division: string, { actor }: Context): boolean {
  return officeId === actor.officeId || (actor.level > VILLAGE && division.startsWith(actor.division));
}

const VILLAGE = 2;

function notYet(step: WorkingStatus, state: Working): D | undefined {
  if (STATUSES.indexOf(state.status) >= STATUSES.indexOf(step)) return undefined;
  return refuse('MEDIATOR_STEP_MISSING', `现为“${MEDIATOR_WORDS[state.status]}”，须先达到“${MEDIATOR_WORDS[step]}”`, `the mediator is ${state.status}; this needs ${step}`);
}

/** Nobody grades, registers or clears himself. */
function onOneself(state: Working, { actor }: Context): D | undefined {
  return actor.personId === state.personId ? refuse('NOT_ON_YOURSELF', '不能对本人作出，请由他人办理', 'not on yourself; somebody else must do this') : undefined;
}

function removed({ removedFrom }: Removed): D {
  return conflict('MEDIATOR_REMOVED', `此人自 ${removedFrom} 起不再担任调解员`, `this person is no mediator from ${removedFrom} on`);
}

function ahead(day: string, pointer: string, context: Context): D | undefined {
  return day > dayOf(context) ? refuse('DAY_IN_FUTURE', '日期晚于今天，请核对', 'the day lies in the future; check it', pointer) : undefined;
}

function forbid(): D {
  return { ok: false, refusal: { kind: 'forbidden', code: 'NOT_YOURS', zh: '未找到，或不归您管理', en: 'not found, or not yours' } };
}

/** The civil day in Asia/Shanghai, YYYY-MM-DD. */
function dayOf(context: Context): string {
  return formatDate(today(context));
}
