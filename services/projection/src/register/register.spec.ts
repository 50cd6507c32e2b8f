import { encodeEvent, type EventData, type EventType } from '@fengqiao/contracts';
import { toInstant, type JsonObject, type RecordedEvent } from '@fengqiao/kernel';
import type { Projection } from '@fengqiao/read-models';
import { recorded } from '@fengqiao/read-models/conformance';
import { at, deepFreeze } from '@fengqiao/testing';
import fc from 'fast-check';
import { committeeProjection, mediatorProjection, type CommitteeDocument, type MediatorDocument } from '.';

type Told<P extends string> = { readonly [T in EventType]: readonly [type: T, data: Partial<EventData[T]>, at?: string] }[Extract<EventType, `mediation.v1.${P}${string}`>];

/** The document after these events, an hour apart on 2 November 2026 from eight in the morning where no time is said. */
function after<D>(projection: Projection<D>, stream: string, told: readonly Told<string>[]): D {
  return told.reduce<D>((document, [type, data, when], revision) => {
    const time = when === undefined ? toInstant(Date.parse('2026-11-02T00:00:00.000Z') + revision * 3_600_000) : at(when);
    const event = recorded(stream, revision, type, encodeEvent(type as string, data as JsonObject));
    const timed: RecordedEvent = { ...event, meta: { ...event.meta, occurredAt: time, recordedAt: time } };
    return deepFreeze(projection.apply(document, deepFreeze(timed)));
  }, deepFreeze(projection.initial(stream)));
}

const members = [['p1', 'chair'], ['p2', 'member'], ['p3', 'member']].map(([personId, post]) => ({ personId: personId as string, name: `sealed:1:${personId}:n`, sex: 'sealed:1:x', post: post as string, nationality: 'sealed:1:y' }));
const proposed: Told<'Committee'> = ['mediation.v1.CommitteeProposed', { officeId: 'village', level: 'LEVEL_VILLAGE', division: '330681001001', kind: 'village' }];
const established: Told<'Committee'> = ['mediation.v1.CommitteeEstablished', { changeId: 'c1', establishedOn: '2024-03-01', members, women: 1, minority: 0, termEnds: '2027-03-01' }];
const elected: Told<'Committee'> = ['mediation.v1.CommitteeElected', { changeId: 'c2', electedOn: '2026-11-01', members: members.slice(0, 2), women: 2, minority: 1, termEnds: '2029-11-01' }];
const changedMembers: Told<'Committee'> = ['mediation.v1.CommitteeMembersChanged', { changeId: 'c3', members, women: 1, minority: 0, reason: 'died' }];
const told: Told<'Committee'> = ['mediation.v1.CommitteeReportedToCourt', { changeId: 'c1', court: '诸暨市人民法院' }];
const dissolved: Told<'Committee'> = ['mediation.v1.CommitteeDissolved', { dissolvedFrom: '2026-12-01', reason: 'merged' }];
const temporary: Told<'Committee'> = ['mediation.v1.CommitteeProposed', { officeId: 'village', level: 'LEVEL_VILLAGE', division: '330681001001', kind: 'sector', sector: 'traffic', validTo: '2026-12-31' }];
const prolonged: Told<'Committee'> = ['mediation.v1.CommitteeProlonged', { validTo: '2027-02-28' }];

const committee = (...events: readonly Told<'Committee'>[]): CommitteeDocument => after(committeeProjection, 'mediation.committee-village', events as readonly Told<string>[]);
const fieldOf = <D>(projection: Projection<D>, name: string, document: D) => projection.fields[name]?.of(document);

describe('the register of committees', () => {
  it('shows who sits, the term, and the changes with what the court was told', () => {
    expect(committee(proposed, established, told)).toEqual({
      officeId: 'village', status: 'serving', level: 2, division: '330681001001', kind: 'village', sector: '', validTo: '', mixedArea: false,
      establishedOn: '2024-03-01', termFrom: '2024-03-01', termEnds: '2027-03-01', members: members.map(({ personId, name, post }) => ({ personId, name, post })), women: 1, minority: 0,
      changes: [{ changeId: 'c1', change: 'established', at: '2026-11-02T01:00:00.000Z', toldCourt: '诸暨市人民法院', toldAt: '2026-11-02T02:00:00.000Z' }],
      dissolvedFrom: '', dissolvedFor: '', services: [{ from: '2024-03-01', knownFrom: '2026-11-02', until: '' }], lastEventAt: '2026-11-02T02:00:00.000Z',
    });
  });

  it('follows elections and changes', () => {
    expect(committee(proposed, established, elected)).toMatchObject({ termFrom: '2026-11-01', termEnds: '2029-11-01', women: 2, minority: 1, members: [{ personId: 'p1' }, { personId: 'p2' }] });
    expect(committee(proposed, established, elected, changedMembers)).toMatchObject({ termEnds: '2029-11-01', women: 1, changes: [{ change: 'established' }, { change: 'elected' }, { change: 'membersChanged', changeId: 'c3' }] });
  });

  it('knows from when to when an office had a committee', () => {
    expect(committee(proposed).services).toEqual([]);
    expect(committee(temporary, established).services).toMatchObject([{ until: '2027-01-01' }]);
    expect(committee(temporary, established, prolonged)).toMatchObject({ validTo: '2027-02-28', termEnds: '2027-02-28', services: [{ until: '2027-03-01' }] });
    expect(committee(proposed, established, dissolved)).toMatchObject({ status: 'dissolved', dissolvedFor: 'merged', members: [{}, {}, {}], services: [{ until: '2026-12-01' }] });
    expect(committee(temporary, established, ['mediation.v1.CommitteeDissolved', { dissolvedFrom: '2027-05-01', reason: 'expired' }]).services).toMatchObject([{ until: '2027-01-01' }]);
  });

  it('keeps what was before where a committee is proposed anew', () => {
    const again = committee(proposed, established, dissolved, proposed, established);
    expect(again).toMatchObject({ status: 'serving', dissolvedFrom: '', changes: [{ changeId: 'c1' }], services: [{ until: '2026-12-01' }, { until: '' }] });
  });

  it('counts the day on which the log learnt of it in Asia/Shanghai', () => {
    expect(committee(proposed, [established[0], established[1], '2026-11-02T23:59:59+08:00'] as Told<'Committee'>).services).toMatchObject([{ knownFrom: '2026-11-02' }]);
    expect(committee(proposed, [established[0], established[1], '2026-11-03T00:00:00+08:00'] as Told<'Committee'>).services).toMatchObject([{ knownFrom: '2026-11-03' }]);
  });

  it('takes up a report to the court after it was dissolved', () => {
    expect(fieldOf(committeeProjection, 'untold', committee(proposed, established, dissolved))).toBe(true);
    expect(fieldOf(committeeProjection, 'untold', committee(proposed, established, dissolved, told))).toBe(false);
  });

  it('shows nobody what was never proposed', () => {
    expect(committeeProjection.scopeOf(committee(established, told, dissolved))).toBeUndefined();
    expect(committeeProjection.scopeOf(committee(proposed))).toEqual({ division: '330681001001', offices: ['village'] });
  });

  it('folds in any order', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(proposed, established, elected, changedMembers, told, dissolved, temporary, prolonged), { maxLength: 20 }), (events) => expect(committee(...events).officeId).toBe('village')), { numRuns: 200 });
  });
});

const engaged: Told<'Mediator'> = ['mediation.v1.MediatorEngaged', { personId: 'p1', officeId: 'village', division: '330681001001', source: 'lawyer', fullTime: false, engagedOn: '2026-01-05' }];
const trained: Told<'Mediator'> = ['mediation.v1.MediatorTrained', { kind: 'induction', trainedOn: '2026-02-01', hours: 24, trainer: 'court' }];
const yearly: Told<'Mediator'> = ['mediation.v1.MediatorTrained', { kind: 'yearly', trainedOn: '2026-01-20', hours: 8, trainer: 'bureau' }];
const graded: Told<'Mediator'> = ['mediation.v1.MediatorGraded', { grade: 'third', validTo: '2029-11-30' }];
const registered: Told<'Mediator'> = ['mediation.v1.MediatorRegistered', { certificate: '001', fullTime: true }];
const warned: Told<'Mediator'> = ['mediation.v1.MediatorWarned', { warningId: 'w1', ground: 'bias', note: 'sealed:1:k:n' }];
const corrected: Told<'Mediator'> = ['mediation.v1.MediatorCorrected', { warningId: 'w1' }];
const removed: Told<'Mediator'> = ['mediation.v1.MediatorRemoved', { ground: 'resigned', removedFrom: '2026-11-20' }];
const mediator = (...events: readonly Told<'Mediator'>[]): MediatorDocument => after(mediatorProjection, 'mediation.mediator-p1', events as readonly Told<string>[]);

describe('the register of mediators', () => {
  it('shows step, grade, certificate, trainings and warnings', () => {
    expect(mediator(engaged, trained, graded, registered, warned)).toEqual({
      personId: 'p1', status: 'warned', officeId: 'village', division: '330681001001', source: 'lawyer', fullTime: true, engagedOn: '2026-01-05', trainings: 1, trainedHours: 24, lastTrainedOn: '2026-02-01',
      grade: 'third', gradeValidTo: '2029-11-30', certificate: '001', registeredAt: '2026-11-02T03:00:00.000Z', warnings: [{ warningId: 'w1', ground: 'bias', at: '2026-11-02T04:00:00.000Z', correctedAt: '' }],
      removedFor: '', removedFrom: '', lastEventAt: '2026-11-02T04:00:00.000Z',
    });
  });

  it('goes from step to step, and back where a warning is heeded', () => {
    const events = [engaged, trained, graded, registered, warned, corrected, removed];
    expect(events.map((_, index) => mediator(...events.slice(0, index + 1)).status)).toEqual(['engaged', 'trained', 'graded', 'active', 'warned', 'active', 'removed']);
    expect(mediator(engaged, trained, yearly)).toMatchObject({ status: 'trained', trainings: 2, trainedHours: 32, lastTrainedOn: '2026-02-01' });
  });

  it('begins anew with a new engagement, and shows nobody who was never engaged', () => {
    expect(mediator(engaged, trained, graded, registered, warned, removed, engaged)).toMatchObject({ status: 'engaged', certificate: '', warnings: [], removedFor: '' });
    expect(mediatorProjection.scopeOf(mediator(trained, warned, removed))).toBeUndefined();
    expect(mediatorProjection.scopeOf(mediator(engaged))).toEqual({ division: '330681001001', offices: ['village'] });
  });

  it('folds in any order', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(engaged, trained, yearly, graded, registered, warned, corrected, removed), { maxLength: 20 }), (events) => expect(mediator(...events).personId).toBe('p1')), { numRuns: 200 });
  });
});
