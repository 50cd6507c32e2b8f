import fc from 'fast-check';
import { encodeEvent } from '@fengqiao/contracts';
import { at, checkHistories, checkTotal, foldFrozen, givenWhenThen, smallDirectory, testId } from '@fengqiao/testing';
import { COUNTY, NOW, OFFICERS, OFFICES, pastId, TOWNSHIP, VILLAGE } from '../dispute/dispute.scenes';
import { committees } from './committee.aggregate';
import type { CommitteeEvent, CommitteeState } from './committee';
import { committeeDecider } from './committee.decide';
import { CHAIR, CHANGE, dissolved, established, establishedWith, FOUR, FOURTH, proposed, proposedWith, serving, temporary, THIRD, THREE, WOMAN } from './committee.scenes';
import type { CommitteeCommand } from './commands';
import { endOfTerm, type MemberInput } from './members';

const workroom = { id: pastId(30), name: '老娘舅工作室', kind: 'workroom', level: 2, parentId: TOWNSHIP, division: '330681109201' };
const foreign = { id: pastId(31), name: '嵊州市某村调委会', kind: 'mediationCommittee', level: 2, parentId: '', division: '330683101201' };
const directory = smallDirectory([...OFFICES, workroom, foreign], OFFICERS);
const setting = { now: NOW, actor: directory.actor('director'), look: directory, approvedBy: '' };
const { given } = givenWhenThen(committeeDecider, setting);

const propose: CommitteeCommand = { type: 'ProposeCommittee', officeId: VILLAGE, kind: 'village' };
const establish: CommitteeCommand = { type: 'EstablishCommittee', establishedOn: '2024-03-01', members: THREE };
const elect: CommitteeCommand = { type: 'ElectCommittee', electedOn: '2026-11-20', members: FOUR };
const change: CommitteeCommand = { type: 'ChangeMembers', members: FOUR, reason: 'byElection' };
const report: CommitteeCommand = { type: 'ReportToCourt', changeId: CHANGE, court: '诸暨市人民法院' };
const prolong: CommitteeCommand = { type: 'ProlongCommittee', validTo: '2027-06-30' };
const dissolve: CommitteeCommand = { type: 'DissolveCommittee', dissolvedFrom: '2026-12-01', reason: 'merged' };
const told: CommitteeEvent = { type: 'mediation.v1.CommitteeReportedToCourt', data: { changeId: CHANGE, court: '诸暨市人民法院', approvedBy: '' } };
const elected: CommitteeEvent = { type: 'mediation.v1.CommitteeElected', data: { changeId: testId(1), electedOn: '2026-11-20', members: [...FOUR], women: 1, minority: 1, termEnds: '2029-11-20', approvedBy: '' } };

describe('ProposeCommittee', () => {
  it('opens the committee of an office, with its level and place', () => {
    given([]).when(propose).then([proposed]);
    given([]).when({ ...propose, officeId: TOWNSHIP, kind: 'township', mixedArea: true }).then([proposedWith({ officeId: TOWNSHIP, level: 'LEVEL_TOWNSHIP', division: '330681109', kind: 'township', mixedArea: true })]);
  });

  it('takes a sector committee and a temporary one', () => {
    given([]).when({ ...propose, kind: 'sector', sector: 'traffic', validTo: '2027-03-31' }).then([proposedWith({ kind: 'sector', sector: 'traffic', validTo: '2027-03-31' })]);
  });

  it.each<[string, object, string, string | undefined]>([
    ['an office that does not exist', { officeId: pastId(40) }, 'NOT_YOURS', undefined],
    ['an office of another county', { officeId: foreign.id }, 'NOT_YOURS', undefined],
    ['an office above', { officeId: COUNTY }, 'NOT_YOURS', undefined],
    ['an office that is no committee', { officeId: workroom.id, kind: 'enterprise' }, 'OFFICE_BEARS_NO_COMMITTEE', '/officeId'],
    ["a township's committee at a village", { kind: 'township' }, 'KIND_OF_OTHER_LEVEL', '/kind'],
    ['a sector committee of no sector', { kind: 'sector' }, 'SECTOR_MISSING', '/sector'],
    ['a sector of a committee that is none', { sector: 'traffic' }, 'SECTOR_OF_NONE', '/sector'],
    ['a validity that is over', { validTo: '2026-11-21' }, 'VALIDITY_OVER', '/validTo'],
    ['a validity longer than a term', { validTo: '2029-11-23' }, 'VALIDITY_TOO_LONG', '/validTo'],
  ])('refuses %s', (_what, wrong, code, pointer) => {
    given([]).when({ ...propose, ...wrong } as CommitteeCommand).thenRefused(code, pointer);
  });

  it('refuses a kind before its day', () => {
    given([]).at(at('2012-06-30T23:59:59+08:00')).when({ ...propose, kind: 'park' }).thenRefused('CODE_NOT_IN_FORCE', '/kind');
  });

  it('stays quiet where it is proposed or stands, and refuses other content', () => {
    given([proposed]).when(propose).thenNothing();
    given(serving).when(propose).thenNothing();
    given(serving).when({ ...propose, mixedArea: true }).thenRefused('COMMITTEE_ALREADY_THERE');
  });

  it('proposes anew once the one before is dissolved', () => {
    given([...serving, dissolved]).when(propose).then([proposed]);
    given([...serving, { ...dissolved, data: { dissolvedFrom: '2026-11-23', reason: 'merged' } } as CommitteeEvent]).when(propose).thenRefused('STILL_SERVING');
  });
});

describe('EstablishCommittee', () => {
  const members = (...list: readonly MemberInput[]): CommitteeCommand => ({ type: 'EstablishCommittee', establishedOn: '2024-03-01', members: list });
  const many = (n: number): MemberInput[] => [CHAIR, WOMAN, ...Array.from({ length: n - 2 }, (_, index) => ({ ...THIRD, personId: pastId(50 + index) }))];

  it('seats the members for three years', () => {
    given([proposed]).when(establish).then([establishedWith({ changeId: testId(1) })]);
  });

  it('seats three and seats nine', () => {
    given([proposed]).when(members(...many(9))).then([expect.objectContaining({ type: 'mediation.v1.CommitteeEstablished' })]);
  });

  it('gives an id to who has none, and counts women and minorities', () => {
    const fresh = { name: '蓝某', sex: 'female', post: 'member', nationality: 'minority' } as const;
    given([proposed]).when(members(CHAIR, WOMAN, fresh)).then([establishedWith({ changeId: testId(1), members: [CHAIR, WOMAN, { ...fresh, personId: testId(1, 3) }], women: 2, minority: 1 })]);
  });

  it('of a temporary committee lasts as long as its validity', () => {
    given([temporary[0] as CommitteeEvent]).when({ ...establish, establishedOn: '2026-11-22' }).then([establishedWith({ changeId: testId(1), establishedOn: '2026-11-22', termEnds: '2027-03-31' })]);
  });

  it.each<[string, readonly MemberInput[], string, string]>([
    ['two members', [CHAIR, WOMAN], 'MEMBERS_THREE_TO_NINE', '/members'],
    ['none', [], 'MEMBERS_THREE_TO_NINE', '/members'],
    ['ten', many(10), 'MEMBERS_THREE_TO_NINE', '/members'],
    ['no woman', [CHAIR, THIRD, FOURTH], 'NO_WOMAN', '/members'],
    ['no chair', [WOMAN, THIRD, FOURTH], 'ONE_CHAIR', '/members'],
    ['two chairs', [CHAIR, { ...WOMAN, post: 'chair' }, THIRD], 'ONE_CHAIR', '/members'],
    ['one person twice', [CHAIR, WOMAN, THIRD, { ...THIRD, name: '另名' }], 'MEMBER_TWICE', '/members/3'],
    ['two of one name that nothing tells apart', [CHAIR, WOMAN, { ...THIRD, personId: undefined }, { ...THIRD, personId: undefined }], 'MEMBER_TWICE', '/members/3'],
  ])('refuses %s', (_what, list, code, pointer) => {
    given([proposed]).when(members(...list)).thenRefused(code, pointer);
  });

  it('lets two of one name sit who have ids of their own', () => {
    given([proposed]).when(members(CHAIR, WOMAN, THIRD, { ...FOURTH, name: THIRD.name })).then([expect.objectContaining({ type: 'mediation.v1.CommitteeEstablished' })]);
  });

  it('in a mixed area needs a member of a minority', () => {
    given([proposedWith({ mixedArea: true })]).when(members(...THREE)).thenRefused('NO_MINORITY', '/members');
    given([proposedWith({ mixedArea: true })]).when(members(...FOUR)).then([establishedWith({ changeId: testId(1), members: [...FOUR], minority: 1 })]);
  });

  it('refuses a day ahead, in Asia/Shanghai, and one after the validity', () => {
    given([proposed]).at(at('2026-11-22T23:59:59+08:00')).when({ ...establish, establishedOn: '2026-11-23' }).thenRefused('DAY_IN_FUTURE', '/establishedOn');
    given([proposed]).at(at('2026-11-23T00:00:00+08:00')).when({ ...establish, establishedOn: '2026-11-23' }).then([establishedWith({ changeId: testId(1), establishedOn: '2026-11-23', termEnds: '2029-11-23' })]);
    given([proposedWith({ validTo: '2026-10-31' })]).when({ ...establish, establishedOn: '2026-11-01' }).thenRefused('VALIDITY_OVER', '/establishedOn');
  });

  it('stays quiet where it stands with these members, and refuses others', () => {
    given(serving).when(establish).thenNothing();
    given(serving).when({ ...establish, members: [...THREE].reverse() }).thenNothing();
    given(serving).when(members(...FOUR)).thenRefused('COMMITTEE_ALREADY_ESTABLISHED');
    given([...serving, dissolved]).when(establish).thenRefused('COMMITTEE_DISSOLVED');
    given([]).when(establish).thenRefused('NOT_YOURS');
  });
});

describe('a term', () => {
  it.each([['2024-03-01', '2027-03-01'], ['2024-02-29', '2027-02-28'], ['2025-02-28', '2028-02-28'], ['2024-12-31', '2027-12-31']])('from %s lasts to %s', (from, to) => expect(endOfTerm(from)).toBe(to));
});

describe('ElectCommittee', () => {
  it('begins a new term of three years', () => given(serving).when(elect).then([elected]));

  it.each<[string, readonly CommitteeEvent[], object, string, string | undefined]>([
    ['of a committee that is not established', [proposed], {}, 'COMMITTEE_NOT_ESTABLISHED', undefined],
    ['of a temporary one', temporary, {}, 'TEMPORARY_NOT_ELECTED', undefined],
    ['of one that is dissolved', [...serving, dissolved], {}, 'COMMITTEE_DISSOLVED', undefined],
    ['before the term began', serving, { electedOn: '2024-02-29' }, 'BEFORE_THIS_TERM', '/electedOn'],
    ['on a day ahead', serving, { electedOn: '2026-11-23' }, 'DAY_IN_FUTURE', '/electedOn'],
    ['of two members', serving, { members: [CHAIR, WOMAN] }, 'MEMBERS_THREE_TO_NINE', '/members'],
    ['again on that day with others', [...serving, elected], { members: THREE }, 'ELECTION_ALREADY_RECORDED', undefined],
  ])('is refused %s', (_what, history, wrong, code, pointer) => given(history).when({ ...elect, ...wrong } as CommitteeCommand).thenRefused(code, pointer));

  it('stays quiet where that election is recorded', () => given([...serving, elected]).when(elect).thenNothing());
});

describe('ChangeMembers', () => {
  it('seats the members as they are from now on, and the term goes on', () => {
    const events: CommitteeEvent[] = [{ type: 'mediation.v1.CommitteeMembersChanged', data: { changeId: testId(1), members: [...FOUR], women: 1, minority: 1, reason: 'byElection' } }];
    given(serving).when(change).then(events);
    expect(foldFrozen(committeeDecider, [...serving, ...events])).toMatchObject({ termEnds: '2027-03-01', minority: 1, changes: [{ changeId: CHANGE }, { changeId: testId(1) }] });
  });

  it('refuses what may not sit together, and who is not serving', () => {
    given(serving).when({ ...change, members: [CHAIR, THIRD, FOURTH] } as CommitteeCommand).thenRefused('NO_WOMAN', '/members');
    given([proposed]).when(change).thenRefused('COMMITTEE_NOT_ESTABLISHED');
  });

  it('stays quiet where they sit so already', () => given(serving).when({ ...change, members: THREE } as CommitteeCommand).thenNothing());

  it('sees another post of the same people', () => {
    given(serving).when({ ...change, members: [{ ...CHAIR, post: 'member' }, { ...WOMAN, post: 'chair' }, THIRD] } as CommitteeCommand).then([expect.objectContaining({ type: 'mediation.v1.CommitteeMembersChanged' })]);
  });
});

describe('ReportToCourt', () => {
  it('tells the court of one change, also of a committee dissolved since', () => {
    given(serving).when(report).then([told]);
    given([...serving, dissolved]).when(report).then([told]);
  });

  it('refuses a change that nobody made, and another court', () => {
    given(serving).when({ ...report, changeId: pastId(9) } as CommitteeCommand).thenRefused('CHANGE_UNKNOWN', '/changeId');
    given([proposed]).when(report).thenRefused('CHANGE_UNKNOWN', '/changeId');
    given([...serving, told]).when({ ...report, court: '绍兴市中级人民法院' } as CommitteeCommand).thenRefused('ALREADY_TOLD');
  });

  it('stays quiet where it was told', () => given([...serving, told]).when(report).thenNothing());
});

describe('ProlongCommittee', () => {
  it('moves the end of a temporary committee', () => {
    given(temporary).when(prolong).then([{ type: 'mediation.v1.CommitteeProlonged', data: { validTo: '2027-06-30' } }]);
  });

  it.each<[string, readonly CommitteeEvent[], string, string]>([
    ['of one that is not temporary', serving, '2027-06-30', 'NOT_TEMPORARY'],
    ['to an earlier day', temporary, '2027-03-30', 'NOT_LATER'],
    ['beyond three years', temporary, '2029-11-23', 'VALIDITY_TOO_LONG'],
    ['of one that is not established', [proposed], '2027-06-30', 'COMMITTEE_NOT_ESTABLISHED'],
  ])('is refused %s', (_what, history, validTo, code) => given(history).when({ type: 'ProlongCommittee', validTo }).thenRefused(code));

  it('is refused from the day after the validity on', () => {
    given(temporary).at(at('2027-03-31T23:59:59+08:00')).when(prolong).then([{ type: 'mediation.v1.CommitteeProlonged', data: { validTo: '2027-06-30' } }]);
    given(temporary).at(at('2027-04-01T00:00:00+08:00')).when(prolong).thenRefused('VALIDITY_OVER');
  });

  it('stays quiet where it is valid to that day', () => given(temporary).when({ type: 'ProlongCommittee', validTo: '2027-03-31' }).thenNothing());
});

describe('DissolveCommittee', () => {
  it('ends a committee from a day on, and one that was only proposed', () => {
    const ended: CommitteeEvent = { type: 'mediation.v1.CommitteeDissolved', data: { dissolvedFrom: '2026-12-01', reason: 'merged' } };
    given(serving).when(dissolve).then([ended]);
    given([proposed]).when(dissolve).then([ended]);
  });

  it('refuses a day before it was established or years ahead, and a second ending', () => {
    given(serving).when({ ...dissolve, dissolvedFrom: '2024-02-29' } as CommitteeCommand).thenRefused('BEFORE_ESTABLISHED', '/dissolvedFrom');
    given(serving).when({ ...dissolve, dissolvedFrom: '2062-12-01' } as CommitteeCommand).thenRefused('DAY_TOO_FAR_AHEAD', '/dissolvedFrom');
    given([...serving, dissolved]).when(dissolve).thenRefused('COMMITTEE_DISSOLVED');
    given([]).when(dissolve).thenRefused('NOT_YOURS');
  });

  it('stays quiet where it is dissolved so', () => given([...serving, dissolved]).when({ type: 'DissolveCommittee', dissolvedFrom: '2026-11-01', reason: 'merged' }).thenNothing());
});

describe('who may', () => {
  const none = committeeDecider.initial;
  const state = foldFrozen(committeeDecider, serving);
  const able = (command: CommitteeCommand | undefined) => OFFICERS.map(({ account }) => account).filter((account) => committees.authorise(directory.actor(account), state, command));

  it('read a committee: its own office, and those in whose division it lies', () => {
    expect(able(undefined)).toEqual(['informant', 'mediator', 'chair', 'clerk', 'director', 'duty', 'countyDuty', 'countyHead']);
    expect(committees.authorise(directory.actor('director'), none, undefined)).toBe(false);
    expect(committees.authorise({ ...directory.actor('countyHead'), division: '' }, state, undefined)).toBe(false);
  });

  it('keep it: its own office and those above, not its groups and not its neighbours', () => {
    expect(able(elect)).toEqual(['mediator', 'chair', 'clerk', 'director', 'duty', 'countyDuty', 'countyHead']);
    expect(committees.commands.ElectCommittee.roles).toEqual(['committeeChair', 'officeClerk', 'officeDirector', 'bureauHead']);
  });

  it('tell the court: the county bureau alone', () => expect(able(report)).toEqual(['countyDuty', 'countyHead']));

  it('propose: whoever finds the office in his division, which decide sees to', () => {
    expect(committees.authorise(directory.actor('director'), none, propose)).toBe(true);
    given(serving).by({ ...directory.actor('countyHead'), division: '330683' }).when(propose).thenRefused('NOT_YOURS');
  });

  it('belongs to the division of its office, from the first event on', () => {
    expect(committees.jurisdiction(none, propose, directory.actor('countyHead'), directory)).toBe('330681109201');
    expect(committees.jurisdiction(state, elect, directory.actor('countyHead'), directory)).toBe('330681109201');
  });

  it('bears the id of its office', () => {
    expect([propose, elect].map((command) => committees.idFrom?.(command, directory.actor('director')))).toEqual([VILLAGE, undefined]);
  });
});

describe('what is shown of a committee', () => {
  it('is its members, its term and what the court was told', () => {
    expect(committees.present(committeeDecider.initial)).toBeUndefined();
    expect(committees.present(foldFrozen(committeeDecider, [...serving, told]))).toEqual({
      status: 'serving', officeId: VILLAGE, level: 'LEVEL_VILLAGE', division: '330681109201', kind: 'village', sector: '', validTo: '', mixedArea: false,
      establishedOn: '2024-03-01', termFrom: '2024-03-01', termEnds: '2027-03-01', members: THREE, women: 1, minority: 0,
      changes: [{ changeId: CHANGE, toldCourt: '诸暨市人民法院' }], dissolvedFrom: '', dissolvedFor: '',
    });
  });

  it('stays after it was dissolved, also of one that never stood', () => {
    expect(committees.present(foldFrozen(committeeDecider, [...serving, dissolved]))).toMatchObject({ status: 'dissolved', members: THREE, dissolvedFrom: '2026-11-01', dissolvedFor: 'merged' });
    expect(committees.present(foldFrozen(committeeDecider, [proposed, dissolved]))).toMatchObject({ status: 'dissolved', establishedOn: '', members: [] });
  });
});

describe('bodies of committees', () => {
  it.each<[CommitteeCommand['type'], object]>([
    ['ProposeCommittee', { officeId: 'x', kind: 'village' }],
    ['ProposeCommittee', { officeId: VILLAGE, kind: 'castle' }],
    ['ProposeCommittee', { officeId: VILLAGE, kind: 'village', division: '33' }],
    ['EstablishCommittee', { establishedOn: '2024-02-30', members: THREE }],
    ['EstablishCommittee', { establishedOn: '2024-03-01', members: [{ ...CHAIR, sex: 'x' }] }],
    ['ChangeMembers', { members: THREE, reason: 'bored' }],
    ['ProlongCommittee', { validTo: '2027' }],
  ])('%s refuses %j, saying so in both languages', (type, wrong) => {
    for (const { message } of committees.commands[type].body.safeParse(wrong).error?.issues ?? [{ message: 'taken' }]) expect(message).toMatch(/\p{Script=Han}.* \/ [a-z]/u);
  });
});

describe('any history of a committee', () => {
  const benches = fc.constantFrom(THREE, FOUR, [CHAIR, WOMAN], [CHAIR, THIRD, FOURTH], [...THREE, { ...FOURTH, personId: undefined }] as readonly MemberInput[]);
  const days = fc.constantFrom('2024-03-01', '2025-03-01', '2026-11-20', '2026-11-22', '2026-12-01', '2027-03-31', '2027-06-30');
  const commands: fc.Arbitrary<CommitteeCommand> = fc.oneof(
    fc.record({ type: fc.constant('ProposeCommittee' as const), officeId: fc.constantFrom(VILLAGE, foreign.id), kind: fc.constantFrom('village', 'estate'), validTo: fc.option(days, { nil: undefined }), mixedArea: fc.boolean() }),
    fc.record({ type: fc.constant('EstablishCommittee' as const), establishedOn: days, members: benches }),
    fc.record({ type: fc.constant('ElectCommittee' as const), electedOn: days, members: benches }),
    fc.record({ type: fc.constant('ChangeMembers' as const), members: benches, reason: fc.constantFrom('byElection', 'died') }),
    fc.record({ type: fc.constant('ReportToCourt' as const), changeId: fc.constantFrom(...Array.from({ length: 9 }, (_, n) => testId(n + 1))), court: fc.constantFrom('甲法院', '乙法院') }),
    fc.record({ type: fc.constant('ProlongCommittee' as const), validTo: days }),
    fc.record({ type: fc.constant('DissolveCommittee' as const), dissolvedFrom: days, reason: fc.constantFrom('merged', 'expired') }),
  );
  const settings = fc.record({ actor: fc.constantFrom(directory.actor('director'), directory.actor('countyHead')), look: fc.constant(directory), now: fc.constantFrom(NOW, at('2027-05-01T00:00:00Z')) });

  it('is decided without a duplicate, folded without a throw, always fit to sit, and speaks the published language', () => {
    const seen = new Set<string>();
    const see = (event: CommitteeEvent, state: CommitteeState) => {
      seen.add(event.type);
      expect(encodeEvent(event.type, event.data as never)).toEqual(event.data);
      expect(committees.present(state)).toBeDefined();
      if (state.status !== 'serving') return;
      expect({ least: state.members.length >= 3, most: state.members.length <= 9, women: state.women > 0, ends: state.termEnds >= state.termFrom }).toEqual({ least: true, most: true, women: true, ends: true });
    };
    // A temporary committee that stands is seldom met by chance.
    for (const opened of [propose, { ...propose, kind: 'estate', validTo: '2027-03-31' } as CommitteeCommand]) {
      checkHistories(committeeDecider, { opening: [opened, establish].map((command) => ({ command, setting })), commands, settings, runs: 200, see });
    }
    expect(seen.size).toBe(7);
  });

  it('may be in any order, even one that nobody decided', () => {
    checkTotal(committeeDecider, [proposed, established, elected, told, dissolved, ...temporary, { type: 'mediation.v1.CommitteeProlonged', data: { validTo: '2027-06-30' } }, { type: 'mediation.v1.CommitteeMembersChanged', data: { changeId: CHANGE, members: [...FOUR], women: 1, minority: 1, reason: 'moved' } }]);
  });
});
