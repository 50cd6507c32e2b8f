import fc from 'fast-check';
import { encodeEvent } from '@fengqiao/contracts';
import { at, checkHistories, checkTotal, foldFrozen, givenWhenThen, smallDirectory, testId } from '@fengqiao/testing';
import { COUNTY, NEXT_VILLAGE, NOW, OFFICERS, OFFICES, pastId, personId, TOWNSHIP, VILLAGE } from '../dispute/dispute.scenes';
import type { MediatorCommand } from './commands';
import { mediators } from './mediator.aggregate';
import type { MediatorEvent, MediatorState } from './mediator';
import { mediatorDecider } from './mediator.decide';

const PERSON = personId(2);
const FOREIGN = { id: pastId(31), name: '嵊州市司法局', kind: 'justiceBureau', level: 4, parentId: '', division: '330683' };
const STRANGER = personId(99);
const directory = smallDirectory([...OFFICES, FOREIGN], [...OFFICERS, { personId: STRANGER, account: 'stranger', name: 'stranger', officeId: FOREIGN.id, roles: ['bureauHead'] }]);
const setting = { now: NOW, actor: directory.actor('director'), look: directory, approvedBy: '' };
const { given } = givenWhenThen(mediatorDecider, setting);

const engage: MediatorCommand = { type: 'EngageMediator', personId: PERSON, officeId: VILLAGE, source: 'retiredJudge', fullTime: false, engagedOn: '2026-01-05' };
const train: MediatorCommand = { type: 'TrainMediator', kind: 'induction', trainedOn: '2026-02-01', hours: 24, trainer: 'court' };
const grade: MediatorCommand = { type: 'GradeMediator', grade: 'third', validTo: '2029-11-30' };
const register: MediatorCommand = { type: 'RegisterMediator', certificate: '浙诸调〔2026〕001', fullTime: true };
const warn: MediatorCommand = { type: 'WarnMediator', number: 1, ground: 'bias', note: '偏袒一方' };
const correct: MediatorCommand = { type: 'RecordCorrection', warningId: testId(7) };
const remove: MediatorCommand = { type: 'RemoveMediator', ground: 'gain', removedFrom: '2026-11-20', note: '收受礼金' };

type DataOf<T extends MediatorEvent['type']> = Extract<MediatorEvent, { type: T }>['data'];
const engagedWith = (change: Partial<DataOf<'mediation.v1.MediatorEngaged'>>): MediatorEvent => ({
  type: 'mediation.v1.MediatorEngaged', data: { personId: PERSON, officeId: VILLAGE, division: '330681109201', source: 'retiredJudge', fullTime: false, engagedOn: '2026-01-05', approvedBy: '', ...change },
});
const engaged = engagedWith({});
const trained: MediatorEvent = { type: 'mediation.v1.MediatorTrained', data: { kind: 'induction', trainedOn: '2026-02-01', hours: 24, trainer: 'court', approvedBy: '' } };
const yearly: MediatorEvent = { type: 'mediation.v1.MediatorTrained', data: { kind: 'yearly', trainedOn: '2026-10-01', hours: 8, trainer: 'bureau', approvedBy: '' } };
const graded: MediatorEvent = { type: 'mediation.v1.MediatorGraded', data: { grade: 'third', validTo: '2029-11-30' } };
const registered: MediatorEvent = { type: 'mediation.v1.MediatorRegistered', data: { certificate: '浙诸调〔2026〕001', fullTime: true } };
const warnedWith = (warningId: string): MediatorEvent => ({ type: 'mediation.v1.MediatorWarned', data: { warningId, ground: 'bias', note: '偏袒一方' } });
const correctedWith = (warningId: string): MediatorEvent => ({ type: 'mediation.v1.MediatorCorrected', data: { warningId } });
const removedWith = (ground: string): MediatorEvent => ({ type: 'mediation.v1.MediatorRemoved', data: { ground, removedFrom: '2026-11-20', note: '' } });
const active = [engaged, trained, graded, registered];
const warned = [...active, warnedWith(testId(7))];

const statusAfter = (...events: MediatorEvent[]) => foldFrozen(mediatorDecider, events).status;

describe('the steps of a mediator', () => {
  it('lead from engaged to removed, and a heeded warning leads back', () => {
    const events = [...warned, correctedWith(testId(7)), removedWith('resigned')];
    expect(events.map((_, index) => statusAfter(...events.slice(0, index + 1)))).toEqual(['engaged', 'trained', 'graded', 'active', 'warned', 'active', 'removed']);
  });

  it('are not gone back by a yearly training or a new grade', () => {
    expect([statusAfter(...active, yearly), statusAfter(...warned, yearly, graded, registered)]).toEqual(['active', 'warned']);
  });

  it('lead back only when every warning is heeded', () => {
    expect([statusAfter(...warned, warnedWith(testId(8)), correctedWith(testId(7))), statusAfter(...warned, warnedWith(testId(8)), correctedWith(testId(7)), correctedWith(testId(8)))]).toEqual(['warned', 'active']);
  });
});

describe('EngageMediator', () => {
  it('engages a person of the directory for a committee of the division', () => given([]).when(engage).then([engaged]));

  it('by a committee engages for itself', () => {
    given([]).by(directory.actor('chair')).when({ ...engage, officeId: undefined } as MediatorCommand).then([engaged]);
  });

  it.each<[string, string, object, string, string]>([
    ['an office that does not exist', 'director', { officeId: pastId(40) }, 'OFFICE_UNKNOWN', '/officeId'],
    ['an office above', 'director', { officeId: COUNTY }, 'OFFICE_UNKNOWN', '/officeId'],
    ['a neighbouring village', 'chair', { officeId: NEXT_VILLAGE }, 'OFFICE_UNKNOWN', '/officeId'],
    ['a day ahead', 'director', { engagedOn: '2026-11-23' }, 'DAY_IN_FUTURE', '/engagedOn'],
  ])('refuses %s', (_what, account, wrong, code, pointer) => {
    given([]).by(directory.actor(account)).when({ ...engage, ...wrong } as MediatorCommand).thenRefused(code, pointer);
  });

  it('tells nothing of a person nobody knows, nor of one of another county, whether a mediator or not', () => {
    for (const history of [[], active]) {
      for (const personId of [pastId(41), STRANGER]) given(history).when({ ...engage, personId } as MediatorCommand).thenRefused('NOT_YOURS');
      given(history).by(directory.actor('stranger')).when(engage).thenRefused('NOT_YOURS');
    }
  });

  it('stays quiet where the person is engaged so, and refuses otherwise', () => {
    given(active).when(engage).thenNothing();
    given(active).when({ ...engage, officeId: TOWNSHIP } as MediatorCommand).thenRefused('ALREADY_ENGAGED');
  });

  it('engages anew who left, from that day on, with nothing carried over', () => {
    const left = [...warned, removedWith('resigned')];
    const again = engagedWith({ engagedOn: '2026-11-21' });
    given(left).when({ ...engage, engagedOn: '2026-11-21' } as MediatorCommand).then([again]);
    given(left).when({ ...engage, engagedOn: '2026-11-19' } as MediatorCommand).thenRefused('BEFORE_REMOVAL', '/engagedOn');
    given([...active, removedWith('died')]).when({ ...engage, engagedOn: '2026-11-21' } as MediatorCommand).thenRefused('MEDIATOR_REMOVED');
    expect(foldFrozen(mediatorDecider, [...left, again])).toMatchObject({ status: 'engaged', certificate: '', warnings: [], trainings: [] });
  });
});

describe('TrainMediator', () => {
  it('records the induction and the yearly trainings', () => {
    given([engaged]).when(train).then([trained]);
    given(active).when({ type: 'TrainMediator', kind: 'yearly', trainedOn: '2026-10-01', hours: 8, trainer: 'bureau' }).then([yearly]);
  });

  it('refuses a yearly training before the induction, and a day ahead', () => {
    given([engaged]).when({ ...train, kind: 'yearly' } as MediatorCommand).thenRefused('INDUCTION_FIRST', '/kind');
    given([engaged]).when({ ...train, trainedOn: '2026-11-23' } as MediatorCommand).thenRefused('DAY_IN_FUTURE', '/trainedOn');
  });

  it('stays quiet where that training is recorded, and refuses other content', () => {
    given([engaged, trained]).when(train).thenNothing();
    given([engaged, trained]).when({ ...train, hours: 25 } as MediatorCommand).thenRefused('TRAINING_ALREADY_RECORDED');
  });
});

describe('GradeMediator', () => {
  it('grades who is trained, and again later', () => {
    given([engaged, trained]).when(grade).then([graded]);
    given(active).when({ type: 'GradeMediator', grade: 'second' }).then([{ type: 'mediation.v1.MediatorGraded', data: { grade: 'second', validTo: '' } }]);
  });

  it('refuses who is not trained, oneself, an old validity, and a grade before its day', () => {
    given([engaged]).when(grade).thenRefused('MEDIATOR_STEP_MISSING');
    given([engaged, trained]).by({ ...directory.actor('director'), personId: PERSON }).when(grade).thenRefused('NOT_ON_YOURSELF');
    given([engaged, trained]).when({ ...grade, validTo: '2026-11-21' } as MediatorCommand).thenRefused('VALIDITY_OVER', '/validTo');
    given([engaged, trained]).at(at('2020-04-30T23:59:59+08:00')).when(grade).thenRefused('CODE_NOT_IN_FORCE', '/grade');
  });

  it('stays quiet where the grade stands', () => given(active).when(grade).thenNothing());
});

describe('RegisterMediator', () => {
  it('enters who is graded in the register, and a new certificate later', () => {
    given([engaged, trained, graded]).when(register).then([registered]);
    given(active).when({ ...register, fullTime: false } as MediatorCommand).then([{ type: 'mediation.v1.MediatorRegistered', data: { certificate: '浙诸调〔2026〕001', fullTime: false } }]);
  });

  it('refuses who is not graded, and oneself', () => {
    given([engaged, trained]).when(register).thenRefused('MEDIATOR_STEP_MISSING');
    given([engaged, trained, graded]).by({ ...directory.actor('director'), personId: PERSON }).when(register).thenRefused('NOT_ON_YOURSELF');
  });

  it('stays quiet where the register says so', () => given(active).when(register).thenNothing());
});

describe('WarnMediator and RecordCorrection', () => {
  it('warns who is active, again while a warning stands', () => {
    given(active).when(warn).then([warnedWith(testId(1))]);
    given(warned).when({ ...warn, number: 2 } as MediatorCommand).then([warnedWith(testId(1))]);
  });

  it('records that a warning is heeded', () => given(warned).when(correct).then([correctedWith(testId(7))]));

  it('refuses who is not active yet, a number out of turn, an unknown warning, and clearing oneself', () => {
    given([engaged, trained, graded]).when(warn).thenRefused('MEDIATOR_STEP_MISSING');
    given(active).when({ ...warn, number: 2 } as MediatorCommand).thenRefused('NUMBER_OUT_OF_TURN', '/number');
    given(warned).when({ ...correct, warningId: testId(9) } as MediatorCommand).thenRefused('WARNING_UNKNOWN', '/warningId');
    given(warned).by({ ...directory.actor('director'), personId: PERSON }).when(correct).thenRefused('NOT_ON_YOURSELF');
  });

  it('stay quiet where they are recorded', () => {
    given(warned).when(warn).thenNothing();
    given([...warned, correctedWith(testId(7))]).when(correct).thenNothing();
  });
});

describe('RemoveMediator', () => {
  it('ends the office at any step', () => {
    const events: MediatorEvent[] = [{ type: 'mediation.v1.MediatorRemoved', data: { ground: 'gain', removedFrom: '2026-11-20', note: '收受礼金' } }];
    for (const history of [[engaged], active, warned]) given(history).when(remove).then(events);
  });

  it('refuses a day before the engagement, and whatever comes after', () => {
    given(active).when({ ...remove, removedFrom: '2026-01-04' } as MediatorCommand).thenRefused('BEFORE_ENGAGED', '/removedFrom');
    for (const command of [train, grade, register, warn, correct, remove]) given([...active, removedWith('resigned')]).when(command).thenRefused('MEDIATOR_REMOVED');
    for (const command of [train, grade, register, warn, correct, remove]) given([]).when(command).thenRefused('NOT_YOURS');
  });

  it('refuses a day more than a year ahead, which nobody could take back', () => {
    given(active).when({ ...remove, removedFrom: '2062-11-20' } as MediatorCommand).thenRefused('DAY_TOO_FAR_AHEAD', '/removedFrom');
    given(active).when({ ...remove, removedFrom: '2027-11-23' } as MediatorCommand).then([{ type: 'mediation.v1.MediatorRemoved', data: { ground: 'gain', removedFrom: '2027-11-23', note: '收受礼金' } }]);
  });

  it('stays quiet where the end is recorded', () => given([...active, removedWith('gain')]).when(remove).thenNothing());
});

describe('who may', () => {
  const state = foldFrozen(mediatorDecider, active);
  const able = (command: MediatorCommand | undefined, of: MediatorState = state) => [...OFFICERS.map(({ account }) => account), 'stranger'].filter((account) => mediators.authorise(directory.actor(account), of, command));

  it('read of a mediator, and keep one: the committee and those above', () => {
    expect(able(undefined)).toEqual(['informant', 'mediator', 'chair', 'clerk', 'director', 'duty', 'countyDuty', 'countyHead']);
    expect(able(train)).toEqual(['mediator', 'chair', 'clerk', 'director', 'duty', 'countyDuty', 'countyHead']);
    expect(mediators.authorise(directory.actor('director'), mediatorDecider.initial, undefined)).toBe(false);
  });

  it('engage: whom and for which committee, decide sees to', () => {
    expect(able(engage, mediatorDecider.initial)).toEqual(able(engage));
    expect(able(engage)).toContain('stranger');
  });

  it('the grade and the register are the justice office\'s', () => {
    expect([mediators.commands.GradeMediator.roles, mediators.commands.RegisterMediator.roles]).toEqual([['officeDirector', 'bureauHead'], ['officeDirector', 'bureauHead']]);
  });

  it('belongs to the division of the committee that engages, and bears the id of the person', () => {
    expect(mediators.jurisdiction(mediatorDecider.initial, engage, directory.actor('countyHead'), directory)).toBe('330681109201');
    expect(mediators.jurisdiction(state, train, directory.actor('countyHead'), directory)).toBe('330681109201');
    expect([mediators.idFrom?.(engage, directory.actor('chair')), mediators.idFrom?.(train, directory.actor('chair'))]).toEqual([PERSON, undefined]);
  });
});

describe('what is shown of a mediator', () => {
  it('is the step, the grade, the certificate, the trainings and the warnings', () => {
    expect(mediators.present(mediatorDecider.initial)).toBeUndefined();
    expect(mediators.present(foldFrozen(mediatorDecider, [...warned, removedWith('gain')]))).toEqual({
      status: 'removed', statusZh: '已离任', personId: PERSON, officeId: VILLAGE, division: '330681109201', source: 'retiredJudge', fullTime: true, engagedOn: '2026-01-05',
      certificate: '浙诸调〔2026〕001', grade: 'third', gradeValidTo: '2029-11-30', trainings: [{ kind: 'induction', trainedOn: '2026-02-01', hours: 24, trainer: 'court' }],
      warnings: [{ warningId: testId(7), ground: 'bias', note: '偏袒一方', corrected: false }], removedFor: 'gain', removedFrom: '2026-11-20',
    });
  });
});

describe('any history of a mediator', () => {
  const days = fc.constantFrom('2026-01-05', '2026-02-01', '2026-11-20', '2026-11-22', '2026-12-01');
  // The opening's own warning is what the fifth command creates.
  const warningId = fc.constantFrom(testId(5), testId(6), testId(9));
  const commands: fc.Arbitrary<MediatorCommand> = fc.oneof(
    fc.record({ type: fc.constant('EngageMediator' as const), personId: fc.constantFrom(PERSON, STRANGER), officeId: fc.constantFrom(VILLAGE, TOWNSHIP, COUNTY), source: fc.constantFrom('villager', 'lawyer'), fullTime: fc.boolean(), engagedOn: days }),
    fc.record({ type: fc.constant('TrainMediator' as const), kind: fc.constantFrom('induction' as const, 'yearly' as const), trainedOn: days, hours: fc.constantFrom(8, 24), trainer: fc.constantFrom('court', 'bureau') }),
    fc.record({ type: fc.constant('GradeMediator' as const), grade: fc.constantFrom('first', 'second'), validTo: fc.option(days, { nil: undefined }) }),
    fc.record({ type: fc.constant('RegisterMediator' as const), certificate: fc.constantFrom('1', '2'), fullTime: fc.boolean() }),
    fc.record({ type: fc.constant('WarnMediator' as const), number: fc.constantFrom(1, 2, 3), ground: fc.constantFrom('bias', 'gain'), note: fc.constant('记') }),
    fc.record({ type: fc.constant('RecordCorrection' as const), warningId }),
    fc.record({ type: fc.constant('RemoveMediator' as const), ground: fc.constantFrom('gain', 'resigned', 'died'), removedFrom: days }),
  );
  const settings = fc.record({ actor: fc.constantFrom(directory.actor('director'), directory.actor('countyHead'), directory.actor('mediator')), look: fc.constant(directory), now: fc.constantFrom(NOW, at('2027-05-01T00:00:00Z')) });

  it('is decided without a duplicate, folded without a throw, and speaks the published language', () => {
    const seen = new Set<string>();
    const opening = [engage, train, grade, register, warn].map((command) => ({ command, setting }));
    checkHistories(mediatorDecider, {
      opening, commands, settings, runs: 300,
      see: (event, state) => {
        seen.add(event.type);
        expect(encodeEvent(event.type, event.data as never)).toEqual(event.data);
        expect(mediators.present(state)).toBeDefined();
      },
    });
    expect(seen.size).toBe(7);
  });

  it('may be in any order, even one that nobody decided', () => checkTotal(mediatorDecider, [...warned, yearly, correctedWith(testId(7)), removedWith('resigned')]));
});
