import { loadCalendarYears, workingCalendar } from '@fengqiao/calendar';
import { mustLoadPacks } from '@fengqiao/policies';
import { packTexts } from '@fengqiao/policies/shipped';
import { disputesOf } from './major-dispute.scenes';
import { local, onlyRules, SAME_DAY, scenario, smallCounty } from './scenario';
import type { Obligation } from './types';

const calendar = workingCalendar(loadCalendarYears());
const packs = onlyRules(mustLoadPacks(packTexts()), SAME_DAY);
const zhuji = smallCounty(packs, calendar);
const { subject } = zhuji;
const { happened, registered, graded, reported, acknowledged, takenOver, returned, oral } = disputesOf(subject);

const REPORT = 'R000-25.report';
const ACKNOWLEDGE = 'ZHUJI-25.acknowledge';
const ANSWER = 'R000-25.answer';
/** A Sunday. */
const DAY = '2026-11-22';
const NEXT = '2026-11-23';

const begin = (setting = zhuji, at = `${DAY} 08:00`) => scenario(setting, at);
const rungs = ({ rungs: all }: Obligation) => all.map(({ name, n, state, at }) => `${name}#${n} ${state} ${at === local(`${NEXT} 00:00`) ? '24:00' : at.slice(11, 16)}Z`);

describe('the duty to report a major dispute the same day', () => {
  it('is produced by grading it major, with a warning at 17:30 and a breach at 24:00', () => {
    const obligation = begin().given(graded(`${DAY} 15:00`)).obligation(REPORT);
    expect(obligation).toMatchObject({
      state: 'running', startedAt: local(`${DAY} 15:00`), due: local(`${NEXT} 00:00`), lastDay: DAY, nature: 'duty',
      marks: { late: false, undetermined: false, provisional: false, imported: false },
      responsible: 'office', responsibleOfficeId: 'village', startOfficeId: 'village', officeId: 'village', level: 2,
      ruleId: REPORT, rootRule: 'MED-19', pack: 'hefei-2011-village-entry', key: '', subject: subject.stream,
    });
    expect(obligation.rungs).toMatchObject([
      { name: 'warn', state: 'pending', at: local(`${DAY} 17:30`), to: ['owner'] },
      { name: 'breach', state: 'pending', at: local(`${NEXT} 00:00`), to: ['duty(level + 1)', 'duty(COUNTY)'] },
    ]);
  });

  it.each([
    ['registered as escalating', registered(`${DAY} 15:00`, local(`${DAY} 15:00`), ['escalating']), true],
    ['registered as beyond the level', registered(`${DAY} 15:00`, local(`${DAY} 15:00`), ['massIncident', 'beyondLevel']), true],
    ['registered without a flag', registered(`${DAY} 15:00`, local(`${DAY} 15:00`), []), false],
    ['registered as a mass incident alone', registered(`${DAY} 15:00`, local(`${DAY} 15:00`), ['massIncident']), false],
    ['graded small but escalating', graded(`${DAY} 15:00`, 'GRADE_SMALL', ['escalating']), true],
    ['graded large', graded(`${DAY} 15:00`, 'GRADE_LARGE'), false],
    ['not graded at all', happened('DisputeGraded', `${DAY} 15:00`, {}), false],
  ])('of a dispute %s begins or not', (_what, start, expected) => {
    expect(begin().given(start).now.obligations.length > 0).toBe(expected);
  });

  it('ignored, is warned of and breached, each once', () => {
    const { diary } = begin().given(graded(`${DAY} 15:00`)).whenTimePasses('2026-12-22 00:00');
    expect(diary).toEqual([`11-22 17:30 ${REPORT} warn#1`, `11-23 00:00 ${REPORT} breach#1`]);
  });

  it('is met by reporting, and what is pending is dropped', () => {
    const then = begin().given(graded(`${DAY} 15:00`), reported(`${DAY} 16:00`)).whenTimePasses(`${DAY} 18:00`);
    expect(then.obligation(REPORT)).toMatchObject({ state: 'met', closedAt: local(`${DAY} 16:00`), marks: { late: false } });
    expect(rungs(then.obligation(REPORT))).toEqual(['warn#1 dropped 09:30Z', 'breach#1 dropped 24:00Z']);
    expect(then.diary.filter((line) => line.includes(REPORT))).toEqual([]);
  });

  it.each([
    [`${DAY}T23:59:59.999+08:00`, false],
    [`${NEXT}T00:00:00.000+08:00`, true],
  ])('met at %s is late: %s', (at, late) => {
    const then = begin().given(graded(`${DAY} 15:00`), reported(at));
    expect(then.obligation(REPORT)).toMatchObject({ state: 'met', marks: { late } });
    expect(then.raised.some(({ name, obligationId }) => name === 'breach' && obligationId === then.obligation(REPORT).id)).toBe(late);
  });

  it('is met by the level above taking over', () => {
    expect(begin().given(graded(`${DAY} 15:00`), takenOver(`${DAY} 15:30`, '')).obligation(REPORT)).toMatchObject({ state: 'met', marks: { late: false } });
  });

  it('is not undone by grading the dispute down', () => {
    expect(begin().given(graded(`${DAY} 15:00`), graded(`${DAY} 16:00`, 'GRADE_SMALL')).obligation(REPORT).state).toBe('running');
  });

  it('does not roll over a holiday', () => {
    const holiday = begin(zhuji, '2026-10-01 08:00').given(graded('2026-10-01 15:00')).obligation(REPORT);
    expect(holiday).toMatchObject({ due: local('2026-10-02 00:00'), lastDay: '2026-10-01' });
  });

  it('that starts after the warning is due is warned of at its start', () => {
    const then = begin().given(graded(`${DAY} 19:00`)).whenTimePasses(`${DAY} 20:00`);
    expect(then.diary).toEqual([`11-22 19:00 ${REPORT} warn#1`]);
  });

  it('counts from the earliest moment one of the flags was true', () => {
    const first = begin().given(registered(`${DAY} 16:00`, local(`${DAY} 14:00`), ['escalating']));
    const then = first.given(graded(`${DAY} 18:00`));
    expect(then.obligation(REPORT)).toMatchObject({ id: first.obligation(REPORT).id, startedAt: local(`${DAY} 14:00`) });
  });

  it('discovered the day before is breached at once when it is registered, and says how late; the warning is skipped', () => {
    const then = begin().given(registered(`${DAY} 16:00`, local('2026-11-21 10:00'), ['beyondLevel'])).whenTimePasses(`${DAY} 16:00`);
    expect(then.obligation(REPORT)).toMatchObject({ due: local(`${DAY} 00:00`), marks: { late: true } });
    expect(then.diary).toEqual([`11-22 16:00 ${REPORT} breach#1`]);
    expect(then.raised).toMatchObject([{ name: 'breach', at: local(`${DAY} 00:00`), raisedAt: local(`${DAY} 16:00`) }]);
    expect(then.obligation(REPORT).rungs[0]).toMatchObject({ name: 'warn', state: 'skipped' });
  });

  it('discovered on a day of unknown hour stands for that whole day', () => {
    expect(begin().given(registered(`${DAY} 16:00`, DAY, ['escalating'])).obligation(REPORT)).toMatchObject({ due: local(`${NEXT} 00:00`), marks: { undetermined: false } });
  });

  it('starts a new clock when it is graded again after the report, under an id of its own', () => {
    const first = begin().given(graded(`${DAY} 15:00`), reported(`${DAY} 16:00`));
    const then = first.given(graded(`${NEXT} 10:00`));
    const [old, fresh] = then.now.obligations.filter(({ ruleId }) => ruleId === REPORT);
    expect(old).toMatchObject({ id: first.obligation(REPORT).id, state: 'met' });
    expect(fresh).toMatchObject({ state: 'running', startedAt: local(`${NEXT} 10:00`), due: local('2026-11-24 00:00') });
    expect(fresh?.id).not.toBe(old?.id);
  });

  it('goes on when it is graded again before the report', () => {
    expect(begin().given(graded(`${DAY} 15:00`), graded(`${DAY} 16:00`)).obligation(REPORT).startedAt).toBe(local(`${DAY} 15:00`));
  });
});

describe('a late discovery', () => {
  const late = registered(`${DAY} 22:40`, local(`${DAY} 22:30`), ['escalating']);

  it('told by telephone before midnight may be written by 09:00', () => {
    const then = begin().given(late, oral(`${DAY} 23:30`));
    expect(then.obligation(REPORT)).toMatchObject({ due: local(`${NEXT} 09:00`), lastDay: NEXT, marks: { late: false } });
    expect(then.given(reported(`${NEXT} 08:59`)).obligation(REPORT)).toMatchObject({ state: 'met', marks: { late: false } });
    expect(then.given(reported(`${NEXT} 09:00`)).obligation(REPORT)).toMatchObject({ state: 'met', marks: { late: true } });
  });

  it('that was not told is due at midnight', () => {
    expect(begin().given(late).obligation(REPORT).due).toBe(local(`${NEXT} 00:00`));
  });

  it('told after midnight is told too late', () => {
    expect(begin().given(late, oral(`${NEXT} 00:00`)).obligation(REPORT)).toMatchObject({ due: local(`${NEXT} 00:00`), marks: { late: true } });
  });

  it.each([
    ['21:59', `${NEXT} 00:00`],
    ['22:00', `${NEXT} 09:00`],
  ])('at %s counts as late or not', (discovered, due) => {
    const then = begin().given(registered(`${DAY} 22:40`, local(`${DAY} ${discovered}`), ['escalating']), oral(`${DAY} 23:30`));
    expect(then.obligation(REPORT).due).toBe(local(due));
  });

  it('of unknown hour takes the strict reading, and says that it is undetermined', () => {
    const then = begin().given(registered(`${DAY} 22:40`, DAY, ['escalating']), oral(`${DAY} 23:30`));
    expect(then.obligation(REPORT)).toMatchObject({ due: local(`${NEXT} 00:00`), marks: { undetermined: true } });
  });

  it('told in time but logged the next morning takes the breach back, names the call, and breaches again at 09:00', () => {
    const call = oral(`${DAY} 23:30`, `${NEXT} 08:00`);
    const before = begin().given(late).whenTimePasses(`${NEXT} 07:00`);
    expect(before.diary).toEqual([`11-23 00:00 ${REPORT} breach#1`]);
    const news = before.given(call);
    const unfounded = news.obligation(REPORT).rungs.find((rung) => rung.unfounded);
    expect(unfounded).toMatchObject({ name: 'breach', state: 'raised', because: { id: call.id, type: 'mediation.v1.OralReportLogged' } });
    expect(news.whenTimePasses(`${NEXT} 20:00`).diary).toEqual([
      `11-23 00:00 ${REPORT} breach#1`,
      `11-23 08:00 ${REPORT} withdrawn breach#1`,
      `11-23 09:00 ${REPORT} breach#1`,
    ]);
  });
});

describe('the duty to acknowledge a report the same day', () => {
  const sent = begin().given(graded(`${DAY} 15:00`), reported(`${DAY} 16:00`));

  it('is the receiver\'s, and falls on the office the report names', () => {
    expect(sent.obligation(ACKNOWLEDGE)).toMatchObject({ responsible: 'event.toOfficeId', responsibleOfficeId: 'township', startOfficeId: 'village', officeId: 'village', level: 2, key: 'r1', due: local(`${NEXT} 00:00`), rootRule: 'MED-19.acknowledge' });
  });

  it('falls on the level above where the report names no office', () => {
    const unnamed = begin().given(graded(`${DAY} 15:00`), reported(`${DAY} 16:00`, 'r1', { toOfficeId: '' }));
    expect(unnamed.obligation(ACKNOWLEDGE)).toMatchObject({ responsible: 'office(level + 1)', responsibleOfficeId: 'township' });
  });

  it('is met by the receipt of the justice line', () => {
    expect(sent.given(acknowledged(`${DAY} 16:10`)).obligation(ACKNOWLEDGE)).toMatchObject({ state: 'met', marks: { late: false } });
  });

  it('is not met by the receipt of another report or another line', () => {
    expect(sent.given(acknowledged(`${DAY} 16:10`, 'r2')).obligation(ACKNOWLEDGE).state).toBe('running');
    expect(sent.given(acknowledged(`${DAY} 16:10`, 'r1', 'LINE_GOVERNMENT')).obligation(ACKNOWLEDGE).state).toBe('running');
  });

  it.each([
    ['taken over', takenOver(`${DAY} 16:20`)],
    ['taken over without naming a report', takenOver(`${DAY} 16:20`, '')],
    ['returned', returned(`${DAY} 16:20`)],
  ])('ends where the dispute was %s', (_what, answer) => {
    expect(sent.given(answer).obligation(ACKNOWLEDGE)).toMatchObject({ state: 'void', marks: { late: false } });
  });

  it('goes on where another report was answered', () => {
    expect(sent.given(returned(`${DAY} 16:20`, 'r2')).obligation(ACKNOWLEDGE).state).toBe('running');
  });

  it('sent in time but acknowledged after midnight is the receiver\'s breach and not the sender\'s', () => {
    const then = begin().given(graded(`${DAY} 15:00`), reported(`${DAY} 23:50`)).whenTimePasses(`${NEXT} 00:04`).given(acknowledged(`${NEXT} 00:05`)).whenTimePasses(`${NEXT} 12:00`);
    expect(then.obligation(REPORT)).toMatchObject({ state: 'met', responsibleOfficeId: 'village', marks: { late: false } });
    expect(then.obligation(ACKNOWLEDGE)).toMatchObject({ state: 'met', responsibleOfficeId: 'township', marks: { late: true } });
    expect(then.diary).toEqual([`11-22 17:30 ${REPORT} warn#1`, `11-23 00:00 ${ACKNOWLEDGE} breach#1`]);
  });

  it('unanswered goes to the next on the roster, then two levels up and to the county, by day every half hour, by night once to the officer on call', () => {
    const then = sent.whenTimePasses('2026-11-25 12:00');
    expect(then.diary.filter((line) => line.includes(ACKNOWLEDGE)).map((line) => line.replace(` ${ACKNOWLEDGE}`, ''))).toEqual([
      '11-22 16:30 unanswered#1',
      '11-23 00:00 breach#1',
      '11-23 00:30 breach#2',
      ...Array.from({ length: 19 }, (_, index) => `11-23 ${String(8 + Math.floor(index / 2)).padStart(2, '0')}:${index % 2 === 0 ? '00' : '30'} breach#${index + 3}`),
    ]);
    const at = sent.whenTimePasses(`${NEXT} 00:10`).obligation(ACKNOWLEDGE).rungs;
    expect(at.map(({ name, n, to, state }) => [name, n, to, state])).toEqual([
      ['unanswered', 1, ['nextOnRoster'], 'raised'],
      ['breach', 1, ['duty(level + 2)', 'duty(COUNTY)'], 'raised'],
      ['breach', 2, ['onCall'], 'pending'],
    ]);
    expect(sent.whenTimePasses(`${NEXT} 00:30`).obligation(ACKNOWLEDGE).rungs.at(-1)).toMatchObject({ n: 3, at: local(`${NEXT} 08:00`), to: ['duty(level + 2)', 'duty(COUNTY)'] });
  });

  it('is repeated until it is acknowledged', () => {
    const then = sent.whenTimePasses(`${NEXT} 09:10`).given(acknowledged(`${NEXT} 09:10`)).whenTimePasses(`${NEXT} 20:00`);
    expect(then.diary.at(-1)).toBe(`11-23 09:00 ${ACKNOWLEDGE} breach#5`);
    expect(then.obligation(ACKNOWLEDGE)).toMatchObject({ state: 'met', marks: { late: true } });
  });

  it('acknowledged in time but recorded late takes the breach and its repeat back, once', () => {
    const receipt = acknowledged(`${DAY} 23:50`, 'r1', 'LINE_JUSTICE', { recorded: `${NEXT} 00:35` });
    const claimed = { ...zhuji, packs: zhuji.packs.map((pack) => ({ ...pack, hash: `${pack.hash} claimed`, rules: pack.rules.map((rule) => ({ ...rule, met: rule.met.map(({ all }) => ({ all: all.map((trigger) => ({ ...trigger, at: 'occurred' })) })) })) })) };
    const then = begin(claimed).given(graded(`${DAY} 15:00`), reported(`${DAY} 16:00`)).whenTimePasses(`${NEXT} 00:32`).given(receipt).whenTimePasses(`${NEXT} 12:00`);
    expect(then.obligation(ACKNOWLEDGE)).toMatchObject({ state: 'met', closedAt: local(`${DAY} 23:50`), marks: { late: false } });
    expect(then.diary.slice(-3)).toEqual([`11-23 00:30 ${ACKNOWLEDGE} breach#2`, `11-23 00:35 ${ACKNOWLEDGE} withdrawn breach#1`, `11-23 00:35 ${ACKNOWLEDGE} withdrawn breach#2`]);
    expect(then.obligation(ACKNOWLEDGE).rungs.filter(({ state }) => state === 'withdrawn')).toHaveLength(2);
  });

  it('after downtime raises each missed rung once and of the repeats one, late', () => {
    const then = sent.whileDown(`${NEXT} 10:10`).whenTimePasses(`${NEXT} 10:29`);
    expect(then.diary.filter((line) => line.includes(ACKNOWLEDGE))).toEqual([`11-23 10:10 ${ACKNOWLEDGE} unanswered#1`, `11-23 10:10 ${ACKNOWLEDGE} breach#1`, `11-23 10:10 ${ACKNOWLEDGE} breach#7`]);
    expect(then.raised.filter(({ name }) => name === 'breach').map(({ at }) => at)).toEqual([local(`${NEXT} 00:00`), local(`${NEXT} 10:00`)]);
  });
});

describe('in the campaign, with the government line', () => {
  const campaign = smallCounty(packs, calendar, '340111');
  const sent = begin(campaign, '2012-01-10 08:00').given(graded('2012-01-10 15:00'), reported('2012-01-10 16:00'));

  it('one receipt does not meet the duty, both do, at the later one', () => {
    const justice = sent.given(acknowledged('2012-01-10 17:00'));
    expect(justice.obligation('R000-25.acknowledge').state).toBe('running');
    expect(justice.given(acknowledged('2012-01-10 18:00', 'r1', 'LINE_GOVERNMENT')).obligation('R000-25.acknowledge')).toMatchObject({ state: 'met', closedAt: local('2012-01-10 18:00'), marks: { late: false } });
  });

  it('a second receipt after midnight is late', () => {
    const then = sent.given(acknowledged('2012-01-10 17:00'), acknowledged('2012-01-11 08:00', 'r1', 'LINE_GOVERNMENT'));
    expect(then.obligation('R000-25.acknowledge')).toMatchObject({ state: 'met', marks: { late: true } });
  });

  it('after the campaign the national rules govern, under the same ids', () => {
    const after = begin(campaign, '2012-03-11 08:00').given(graded('2012-03-11 15:00'));
    expect(after.obligation('MED-19')).toMatchObject({ rootRule: 'MED-19', pack: 'cn-national' });
  });
});

describe('the answer to a report', () => {
  const sent = begin().given(graded(`${DAY} 15:00`), reported(`${DAY} 16:00`));

  it('is an aim of three working days', () => {
    expect(sent.obligation(ANSWER)).toMatchObject({ nature: 'aim', due: local('2026-11-26 00:00'), lastDay: '2026-11-25', responsibleOfficeId: 'township' });
  });

  it.each([
    ['taking over', takenOver(`${NEXT} 10:00`)],
    ['returning it', returned(`${NEXT} 10:00`)],
    ['assigning a lawyer', happened('LawyerSupportAssigned', `${NEXT} 10:00`, { reportId: 'r1', supportId: 's' })],
    ['reporting further up', reported(`${NEXT} 10:00`, 'r2', { fromOfficeId: 'township', toOfficeId: 'county', fromLevel: 'LEVEL_TOWNSHIP' })],
  ])('is given by %s', (_what, answer) => {
    expect(sent.given(answer).now.obligations.find(({ ruleId, key }) => ruleId === ANSWER && key === 'r1')).toMatchObject({ state: 'met', marks: { late: false } });
  });

  it('is not given by acknowledging, nor by support for another report', () => {
    const then = sent.given(acknowledged(`${DAY} 17:00`), happened('LawyerSupportAssigned', `${NEXT} 10:00`, { reportId: 'r9' }));
    expect(then.obligation(ANSWER).state).toBe('running');
  });

  it('late is amber and nobody\'s breach', () => {
    const then = sent.given(acknowledged(`${DAY} 17:00`)).whenTimePasses('2026-12-01 00:00');
    expect(then.obligation(ANSWER)).toMatchObject({ state: 'running', marks: { late: true } });
    expect(then.diary.filter((line) => line.includes(ANSWER))).toEqual([`11-25 09:00 ${ANSWER} warn#1`]);
  });
});

describe('an imported dispute', () => {
  const imported = (discoveredAt: string, at = `${DAY} 10:00`) => registered(at, discoveredAt, ['escalating'], { origin: 'import', source: 'import' });

  it('stands on the board as late and imported, and fires nothing', () => {
    const then = begin().given(imported('2017-03-05')).whenTimePasses('2026-12-22 00:00');
    expect(then.obligation(REPORT)).toMatchObject({ state: 'running', due: local('2017-03-06 00:00'), marks: { late: true, imported: true, undetermined: false } });
    expect(then.diary).toEqual([]);
    expect(then.obligation(REPORT).rungs.map(({ state }) => state)).toEqual(['skipped', 'skipped']);
    expect(then.now.next).toBeUndefined();
  });

  it('of which only the month is known is undetermined and has no due', () => {
    const then = begin().given(imported('2017-03'));
    const { due, rungs: none, marks } = then.obligation(REPORT);
    expect({ due, none, marks }).toEqual({ due: undefined, none: [], marks: { late: false, undetermined: true, provisional: false, imported: true } });
    expect(then.whenTimePasses('2026-12-22 00:00').diary).toEqual([]);
  });

  it('that had ended elsewhere owes nothing', () => {
    const then = begin().given(imported('2017-03-05'), happened('ImportedOutcomeRecorded', `${DAY} 10:00`, { outcome: 'agreed' }));
    expect(then.obligation(REPORT)).toMatchObject({ state: 'void', marks: { late: true, imported: true } });
  });

  it('of which only the month is known and that had ended elsewhere is closed', () => {
    const then = begin().given(imported('2017-03'), happened('ImportedOutcomeRecorded', '2017-05-01 00:00', { outcome: 'agreed' }, { recorded: `${DAY} 10:00` }));
    expect(then.obligation(REPORT)).toMatchObject({ state: 'void', marks: { late: false, undetermined: true, imported: true } });
  });

  it('discovered on the day of the import still has its ladder', () => {
    expect(begin().given(imported(DAY)).whenTimePasses(`${NEXT} 01:00`).diary).toEqual([`11-22 17:30 ${REPORT} warn#1`, `11-23 00:00 ${REPORT} breach#1`]);
  });

  it('graded again after the import starts a clock like any other', () => {
    const then = begin().given(imported('2017-03-05'), happened('ImportedOutcomeRecorded', `${DAY} 10:00`, { outcome: 'failed' }), graded(`${DAY} 15:00`)).whenTimePasses('2026-11-24 00:00');
    expect(then.diary).toEqual([`11-22 17:30 ${REPORT} warn#1`, `11-23 00:00 ${REPORT} breach#1`]);
  });
});

it('a native registration of unknown day counts from its recording, its ladder runs, and it is undetermined', () => {
  const then = begin().given(registered(`${DAY} 10:00`, '2026-11', ['escalating'])).whenTimePasses(`${NEXT} 01:00`);
  expect(then.obligation(REPORT)).toMatchObject({ due: local(`${NEXT} 00:00`), marks: { undetermined: true, late: true } });
  expect(then.diary).toHaveLength(2);
});

it('a registration of unknown day leaves the whole undetermined, also where another start stands: it may have been before it', () => {
  const then = begin().given(registered(`${DAY} 10:00`, '', ['escalating']), graded(`${DAY} 10:00`), takenOver(`${DAY} 11:00`));
  expect(then.obligation(REPORT)).toMatchObject({ state: 'met', marks: { late: false, undetermined: true } });
  const graver = begin().given(registered(`${DAY} 10:00`, '', ['escalating']), graded(`${DAY} 09:00`), takenOver(`${DAY} 11:00`));
  expect(graver.obligation(REPORT)).toMatchObject({ startedAt: local(`${DAY} 09:00`), marks: { undetermined: true } });
});
