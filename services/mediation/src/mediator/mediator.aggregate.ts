import type { Actor, JsonObject } from '@fengqiao/kernel';
import { aggregate, body, code, date, line, text, uuid, whole, type CommandTable } from '@fengqiao/platform';
import type { Directory, Role } from '@fengqiao/security';
import { z } from 'zod';
import { codesOf } from '../dispute/codes';
import { MEDIATOR_GRADES, MEDIATOR_SOURCES, REMOVAL_GROUNDS, TRAINERS, TRAINING_KINDS, WARNING_GROUNDS } from './codes';
import type { MediatorCommand } from './commands';
import type { MediatorEvent, MediatorState } from './mediator';
import { MEDIATOR_WORDS, mediatorDecider } from './mediator.decide';

/** Who engages and leads mediators: the committee, and those who guide it. */
const KEEPERS: readonly Role[] = ['committeeChair', 'officeClerk', 'officeDirector', 'bureauHead'];
/** Who grades and keeps the register. */
const REGISTRARS: readonly Role[] = ['officeDirector', 'bureauHead'];
const VILLAGE = 2;

const fullTime = z.boolean({ error: '须写明是否专职 / say whether full-time' });
const note = text(2_000);

const commands: CommandTable<MediatorCommand> = {
  EngageMediator: {
    label: { zh: '聘任调解员', en: 'engage a mediator' }, path: '', creates: true, roles: KEEPERS, claimable: true,
    body: body({ personId: uuid(), officeId: uuid().optional(), source: code(codesOf(MEDIATOR_SOURCES)), fullTime, engagedOn: date() }),
  },
  TrainMediator: {
    label: { zh: '记录培训', en: 'record a training' }, path: 'train', roles: KEEPERS, claimable: true,
    body: body({ kind: code(codesOf(TRAINING_KINDS)), trainedOn: date(), hours: whole(1_000, 1), trainer: code(codesOf(TRAINERS)) }),
  },
  GradeMediator: { label: { zh: '评定等级', en: 'grade a mediator' }, path: 'grade', roles: REGISTRARS, body: body({ grade: code(codesOf(MEDIATOR_GRADES)), validTo: date().optional() }) },
  RegisterMediator: { label: { zh: '登记上岗', en: 'enter in the register' }, path: 'register', roles: REGISTRARS, body: body({ certificate: line(50), fullTime }) },
  WarnMediator: { label: { zh: '批评教育、责令改正', en: 'warn a mediator' }, path: 'warn', roles: KEEPERS, body: body({ number: whole(1_000, 1), ground: code(codesOf(WARNING_GROUNDS)), note }) },
  RecordCorrection: { label: { zh: '记录改正', en: 'record that a warning is heeded' }, path: 'correct', roles: KEEPERS, body: body({ warningId: uuid() }) },
  RemoveMediator: { label: { zh: '罢免、解聘或离任', en: 'remove a mediator' }, path: 'remove', roles: KEEPERS, body: body({ ground: code(codesOf(REMOVAL_GROUNDS)), removedFrom: date(), note: note.optional() }) },
};

/** Mediators (人民调解员): one stream a person, mediation.mediator-<person id>, routes under /v1/mediation/mediators. */
export const mediators = aggregate<MediatorState, MediatorCommand, MediatorEvent, Directory>({
  context: 'mediation',
  name: 'mediator',
  collection: 'mediators',
  label: { zh: '人民调解员', en: 'mediator' },
  decider: mediatorDecider,
  commands,
  authorise: mayActOn,
  jurisdiction: (state, command, actor, look) => (state.status !== 'none' && command.type !== 'EngageMediator' ? state.division : (engagingDivision(command, look) ?? actor.division)),
  present: presented,
  idFrom: (command) => (command.type === 'EngageMediator' ? command.personId : undefined),
});

/** May this actor read of this mediator, or try this command? The committee that engaged may, and the offices above in whose division it lies. */
function mayActOn(actor: Actor, state: MediatorState, command: MediatorCommand | undefined): boolean {
  if (actor.officeId === '' || actor.division === '') return false;
  // For which committee, and whom, is a look-up, which decide makes.
  if (command?.type === 'EngageMediator') return true;
  if (state.status === 'none') return false;
  return state.officeId === actor.officeId || (state.division.startsWith(actor.division) && (command === undefined || actor.level > VILLAGE));
}

function engagingDivision(command: MediatorCommand, look: Directory | undefined): string | undefined {
  return command.type === 'EngageMediator' && command.officeId !== undefined ? look?.office(command.officeId)?.division : undefined;
}

function presented(state: MediatorState): JsonObject | undefined {
  if (state.status === 'none') return undefined;
  const { status, personId, officeId, division, source, fullTime: isFullTime, engagedOn, trainings, grading, certificate, warnings } = state;
  return {
    status, statusZh: MEDIATOR_WORDS[status], personId, officeId, division, source, fullTime: isFullTime, engagedOn, certificate,
    grade: grading?.grade ?? '', gradeValidTo: grading?.validTo ?? '',
    trainings: trainings.map((each) => ({ ...each })), warnings: warnings.map((each) => ({ ...each })),
    removedFor: state.status === 'removed' ? state.ground : '', removedFrom: state.status === 'removed' ? state.removedFrom : '',
  };
}
