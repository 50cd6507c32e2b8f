import { at, givenWhenThen, smallDirectory, testId } from '@fengqiao/testing';
import type { DisputeCommand, GradeDispute, ImportDispute, RegisterDispute } from './commands';
import { disputeDecider } from './dispute.decide';
import {
  accepted, acknowledged, analysed, archived, COUNTY, gradedAs, mediating, NOW, OFFICERS, OFFICES, registered, registeredWith, registration, reported, returned, terminated, TOWNSHIP
} from './dispute.scenes';

const directory = smallDirectory(OFFICES, OFFICERS);
const { given } = givenWhenThen(disputeDecider, { now: NOW, actor: directory.actor('mediator'), look: directory });
const clerk = directory.actor('clerk');
const director = directory.actor('director');
const countyHead = directory.actor('countyHead');

const register: RegisterDispute = {
  type: 'RegisterDispute', source: 'mediator', category: 'neighbour', discoveredAt: registration.discoveredAt, summary: '因宅基地界址争执',
  parties: [{ kind: 'person', name: '张某' }, { kind: 'person', name: '李某', personId: testId(99), idNumber: '11010519491231002X', phone: '13800138000', address: '枫源村', priority: ['migrant'] }],
};
const whole = registeredWith({
  priority: ['migrant'],
  parties: [
    { personId: testId(1, 0), kind: 'person', name: '张某', idNumber: '', phone: '', address: '', priority: [] },
    { personId: testId(99), kind: 'person', name: '李某', idNumber: '11010519491231002X', phone: '13800138000', address: '枫源村', priority: ['migrant'] },
  ],
});

describe('RegisterDispute', () => {
  it('opens a dispute of the actor’s office, level and division, with ids for parties that have none', () => {
    given([]).when(register).then([whole]);
  });

  it('may place it anywhere inside the division of the office', () => {
    given([]).by(clerk).when({ ...register, division: '330681109205' }).then([{ ...whole, data: { ...whole.data, officeId: TOWNSHIP, level: 'LEVEL_TOWNSHIP', division: '330681109205' } } as typeof whole]);
  });

  it.each<[string, Partial<RegisterDispute>, string, string]>([
    ['a division of somebody else', { division: '330681109202' }, 'DIVISION_NOT_YOURS', '/division'],
    ['the division above', { division: '330681109' }, 'DIVISION_NOT_YOURS', '/division'],
    ['a discovery in the future', { discoveredAt: at('2026-11-22T15:02:00+08:00') }, 'DISCOVERED_IN_FUTURE', '/discoveredAt'],
    ['a discovery tomorrow', { discoveredAt: '2026-11-23' }, 'DISCOVERED_IN_FUTURE', '/discoveredAt'],
    ['a flag that is none', { flags: ['escalating', 'boring'] }, 'CODE_NOT_IN_FORCE', '/flags/1'],
    ['a category that is none', { category: 'weather' }, 'CODE_NOT_IN_FORCE', '/category'],
    ['a source that is none', { source: 'rumour' }, 'CODE_NOT_IN_FORCE', '/source'],
    ['one person as two parties', { parties: [1, 2].map(() => ({ kind: 'person', name: '张某', personId: testId(99) }) as const) }, 'PARTY_REPEATED', '/parties'],
  ])('refuses %s', (_what, change, code, pointer) => {
    given([]).when({ ...register, ...change }).thenRefused(code, pointer);
  });

  it('takes a discovery today, and one within the tolerance of clocks', () => {
    given([]).when({ ...register, discoveredAt: '2026-11-22' }).then([{ ...whole, data: { ...whole.data, discoveredAt: '2026-11-22' } } as typeof whole]);
    const soon = at('2026-11-22T15:00:59+08:00');
    given([]).when({ ...register, discoveredAt: soon }).then([{ ...whole, data: { ...whole.data, discoveredAt: soon } } as typeof whole]);
  });

  it('stays quiet where the same is registered, and refuses another registration in its place', () => {
    given([whole]).when(register).thenNothing();
    given([whole]).when({ ...register, category: 'traffic' }).thenRefused('DISPUTE_ALREADY_REGISTERED');
  });
});

describe('ImportDispute', () => {
  const record: ImportDispute = { type: 'ImportDispute', externalNumber: 'pmc-001', externalSource: '旧台账', discoveredAt: '2017-03', category: '劳资劳动纠纷', summary: '手指压伤', parties: [] };
  const imported = (change: Partial<typeof registration>, occurredAt?: ReturnType<typeof at>) => ({
    ...registeredWith({ source: 'import', discoveredAt: '2017-03', category: 'labour', summary: '【原类别：劳资劳动纠纷】手指压伤', parties: [], origin: 'import', externalNumber: 'pmc-001', externalSource: '旧台账', approvedBy: 'mediator', ...change }),
    ...(occurredAt === undefined ? {} : { occurredAt }),
  });

  it('keeps the record’s own number, its partial date and the wording of its category', () => {
    given([]).when(record).then([imported({})]);
  });

  it('gives both events their own times where the record knows the day', () => {
    given([]).when({ ...record, discoveredAt: '2017-03-27', outcome: 'agreed', endedOn: '2017-04-02' }).then([
      imported({ discoveredAt: '2017-03-27' }, at('2017-03-27T00:00:00+08:00')),
      { type: 'mediation.v1.ImportedOutcomeRecorded', data: { outcome: 'agreed', endedOn: '2017-04-02' }, occurredAt: at('2017-04-02T00:00:00+08:00') },
    ]);
  });

  it('takes a record without any date, and one whose category is a code', () => {
    given([]).when({ ...record, discoveredAt: undefined, category: 'traffic' }).then([imported({ discoveredAt: '', category: 'traffic', summary: '手指压伤' })]);
  });

  it.each<[string, Partial<ImportDispute>, string, string]>([
    ['a discovery next year', { discoveredAt: '2027' }, 'DISCOVERED_IN_FUTURE', '/discoveredAt'],
    ['an ending next month', { outcome: 'failed', endedOn: '2026-12' }, 'ENDED_IN_FUTURE', '/endedOn'],
    ['an ending without an outcome', { endedOn: '2017-04' }, 'OUTCOME_MISSING', '/outcome'],
    ['an ending before the discovery', { outcome: 'failed', endedOn: '2017-02-28' }, 'ENDED_BEFORE_DISCOVERED', '/endedOn'],
    ['a flag that is none', { flags: ['boring'] }, 'CODE_NOT_IN_FORCE', '/flags/0'],
  ])('refuses %s', (_what, change, code, pointer) => {
    given([]).when({ ...record, ...change }).thenRefused(code, pointer);
  });

  it('takes an ending in the same month, or in a year of which no month is known', () => {
    given([]).when({ ...record, outcome: 'failed', endedOn: '2017-03-02' }).then([imported({}), { type: 'mediation.v1.ImportedOutcomeRecorded', data: { outcome: 'failed', endedOn: '2017-03-02' }, occurredAt: at('2017-03-02T00:00:00+08:00') }]);
    given([]).when({ ...record, outcome: 'failed', endedOn: '2017' }).then([imported({}), { type: 'mediation.v1.ImportedOutcomeRecorded', data: { outcome: 'failed', endedOn: '2017' } }]);
  });

  it('stays quiet where the record is there, and refuses another under its id', () => {
    given([imported({})]).when(record).thenNothing();
    given([imported({})]).when({ ...record, externalNumber: 'pmc-002' }).thenRefused('DISPUTE_ALREADY_REGISTERED');
  });
});

describe('GradeDispute', () => {
  const grade: GradeDispute = { type: 'GradeDispute', grade: 'GRADE_SMALL' };
  const small = gradedAs('GRADE_SMALL', { containment: 'LEVEL_GROUP' });

  it('records what was decided beside what the measures proposed', () => {
    given([registered]).when(grade).then([small]);
    given([registered]).when({ ...grade, grade: 'GRADE_MAJOR', flags: ['homicideRisk', 'escalating'], observed: ['violence'], amountFen: '10000000' }).then([
      gradedAs('GRADE_MAJOR', { flags: ['escalating', 'homicideRisk'], proposed: 'GRADE_MAJOR', criteria: ['amount', 'violence', 'homicideRisk'] }),
    ]);
  });

  it('knows at least as many people as there are parties', () => {
    const crowd = registeredWith({ parties: Array.from({ length: 3 }, (_, n) => ({ personId: testId(50, n), kind: 'person', name: '某', idNumber: '', phone: '', address: '', priority: [] })) });
    given([crowd]).when({ ...grade, grade: 'GRADE_LARGE' }).then([gradedAs('GRADE_LARGE', { containment: 'LEVEL_VILLAGE', proposed: 'GRADE_LARGE', criteria: ['people'] })]);
  });

  it('keeps the flags of the registration where none are named', () => {
    given([registeredWith({ flags: ['escalating'] })]).when(grade).then([gradedAs('GRADE_SMALL', { flags: ['escalating'], containment: 'LEVEL_GROUP' })]);
  });

  it('sends what a township finds major, and any crowd, to the county', () => {
    given([registered]).by(director).when({ ...grade, grade: 'GRADE_MAJOR' }).then([gradedAs('GRADE_MAJOR', { officeId: TOWNSHIP, level: 'LEVEL_TOWNSHIP', containment: 'LEVEL_COUNTY' })]);
    given([registered]).when({ ...grade, flags: ['massIncident'] }).then([gradedAs('GRADE_SMALL', { flags: ['massIncident'], containment: 'LEVEL_COUNTY' })]);
  });

  it('refuses a grade below the proposal without a reason, and takes it with one', () => {
    given([registered]).when({ ...grade, people: 12 }).thenRefused('GRADE_REASON_MISSING', '/reason');
    given([registered]).when({ ...grade, people: 12, reason: '均为亲属，事态平稳' }).then([gradedAs('GRADE_SMALL', { containment: 'LEVEL_GROUP', proposed: 'GRADE_MAJOR', criteria: ['people'], reason: '均为亲属，事态平稳' })]);
  });

  it('refuses a flag that is none', () => {
    given([registered]).when({ ...grade, flags: ['boring'] }).thenRefused('CODE_NOT_IN_FORCE', '/flags/0');
  });

  it('lets the level that set a grade lower it, with a reason only', () => {
    const large = gradedAs('GRADE_LARGE');
    given([registered, large]).when(grade).thenRefused('GRADE_REASON_MISSING', '/reason');
    given([registered, large]).when({ ...grade, reason: '已核实' }).then([gradedAs('GRADE_SMALL', { containment: 'LEVEL_GROUP', reason: '已核实' })]);
  });

  it('counts a flag taken away as a lowering', () => {
    const flagged = registeredWith({ flags: ['escalating'] });
    given([flagged]).when({ ...grade, flags: [] }).thenRefused('GRADE_REASON_MISSING', '/reason');
    const byCounty = gradedAs('GRADE_SMALL', { flags: ['escalating', 'beyondLevel'], officeId: COUNTY, level: 'LEVEL_COUNTY' });
    given([registered, byCounty]).when({ ...grade, flags: ['escalating'], reason: '已平息' }).thenRefused('GRADE_SET_ABOVE', '/grade');
  });

  it('does not let a level below lower what one above set, not even after confirming it', () => {
    const byCounty = gradedAs('GRADE_MAJOR', { officeId: COUNTY, level: 'LEVEL_COUNTY', containment: 'LEVEL_COUNTY' });
    const confirmed = gradedAs('GRADE_MAJOR');
    const lower: GradeDispute = { ...grade, grade: 'GRADE_LARGE', reason: '已平息' };
    given([registered, byCounty]).when(lower).thenRefused('GRADE_SET_ABOVE', '/grade');
    given([registered, byCounty, confirmed]).when(lower).thenRefused('GRADE_SET_ABOVE', '/grade');
    given([registered, byCounty]).by(director).when(lower).thenRefused('GRADE_SET_ABOVE', '/grade');
    given([registered, byCounty]).by(countyHead).when(lower).then([gradedAs('GRADE_LARGE', { officeId: COUNTY, level: 'LEVEL_COUNTY', containment: 'LEVEL_VILLAGE', reason: '已平息' })]);
  });

  it('leaves a dispute that lies with the level above to that level, until it is returned', () => {
    const lower: GradeDispute = { ...grade, grade: 'GRADE_LARGE', reason: '已平息' };
    const large = gradedAs('GRADE_LARGE', { containment: 'LEVEL_VILLAGE', reason: '已平息' });
    given([...reported, acknowledged]).when(lower).thenRefused('GRADE_SET_ABOVE', '/grade');
    given([...reported, acknowledged]).by(director).when(lower).then([gradedAs('GRADE_LARGE', { officeId: TOWNSHIP, level: 'LEVEL_TOWNSHIP', containment: 'LEVEL_VILLAGE', reason: '已平息' })]);
    given([...reported, returned]).when(lower).then([large]);
  });

  it('stays quiet where the same office graded the same, and speaks where another office does', () => {
    given([registered, small]).when(grade).thenNothing();
    given([registered, small]).by(director).when(grade).then([gradedAs('GRADE_SMALL', { officeId: TOWNSHIP, level: 'LEVEL_TOWNSHIP', containment: 'LEVEL_GROUP' })]);
  });

  it('refuses once the case is archived', () => {
    given([...mediating, terminated, archived]).when(grade).thenRefused('CASE_ALREADY_ARCHIVED');
  });
});

describe('AcceptDispute', () => {
  const accept: DisputeCommand = { type: 'AcceptDispute', basis: 'application' };
  it('accepts what is registered', () => given([registered]).when(accept).then([accepted[1]!]));
  it('refuses what is further on', () => given(analysed).when(accept).thenRefused('DISPUTE_PAST_THIS_STEP'));
  it('stays quiet where it is accepted', () => given(accepted).when(accept).thenNothing());
  it('knows no dispute that was never registered', () => given([]).when(accept).thenRefused('DISPUTE_UNKNOWN'));
});

describe('DeclineDispute', () => {
  const decline: DisputeCommand = { type: 'DeclineDispute', reason: 'notCivil', guidance: '可向信访部门反映' };
  const declined = { type: 'mediation.v1.DisputeDeclined', data: { reason: 'notCivil', guidance: '可向信访部门反映' } } as const;
  it('declines what is registered, with guidance', () => given([registered]).when(decline).then([declined]));
  it('refuses what is accepted, a reason that is none, and a second reason', () => {
    given(accepted).when(decline).thenRefused('DISPUTE_PAST_THIS_STEP');
    given([registered]).when({ ...decline, reason: 'tooMuchWork' }).thenRefused('CODE_NOT_IN_FORCE', '/reason');
    given([registered, declined]).when({ ...decline, reason: 'partyRefuses' }).thenRefused('DISPUTE_PAST_THIS_STEP');
  });
  it('stays quiet where it is declined for that reason', () => given([registered, declined]).when(decline).thenNothing());
});

describe('DivertDispute', () => {
  const divert: DisputeCommand = { type: 'DivertDispute', destination: 'court', reason: '当事人已起诉' };
  const diverted = { type: 'mediation.v1.DisputeDiverted', data: { destination: 'court', reason: '当事人已起诉' } } as const;
  it.each([['registered', [registered]], ['accepted', accepted], ['mediating', mediating]])('diverts a dispute that is %s', (_status, history) => given(history).when(divert).then([diverted]));
  it('refuses what has ended, and a destination that is none', () => {
    given([...mediating, terminated]).when(divert).thenRefused('DISPUTE_PAST_THIS_STEP');
    given([registered]).when({ ...divert, destination: 'moon' }).thenRefused('CODE_NOT_IN_FORCE', '/destination');
  });
  it('stays quiet where it was diverted there', () => given([registered, diverted]).when(divert).thenNothing());
});
