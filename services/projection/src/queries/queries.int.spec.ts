import { MemoryEventStore } from '@fengqiao/event-store/memory';
import type { QueryAnswer, ServerEvent } from '@fengqiao/platform';
import { MemoryViewStore } from '@fengqiao/read-models/memory';
import { freePace } from '../escalation/world.scenes';
import { AskedCounty } from './county.scenes';

const ACKNOWLEDGED = '00000000-0000-4000-8000-00000000000a';
const IGNORED = '00000000-0000-4000-8000-00000000000b';
const REPORTED = '00000000-0000-4000-8000-00000000000c';
const stream = (id: string): string => `mediation.dispute-${id}`;

interface Deadline {
  readonly id: string;
  readonly caseId: string;
  readonly ruleId: string;
  readonly state: string;
  readonly late: boolean;
  readonly colour: string;
  readonly due: string;
  readonly dueText: { readonly zh: string; readonly en: string };
  readonly office: { readonly id: string; readonly name: string };
  readonly raised: number;
  readonly parked: boolean;
}
interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next?: string;
  readonly facets: Readonly<Record<string, readonly { readonly value: unknown; readonly count: number }[]>>;
  readonly freshness: { readonly position: string; readonly asOf: string; readonly ageMs: number };
}

/** Tuesday 24 November, 09:40: one case acknowledged late, one ignored, one reported this morning and not answered. */
async function tuesday(): Promise<AskedCounty> {
  const county = new AskedCounty(new MemoryEventStore(), (projection) => new MemoryViewStore(projection));
  await county.found();
  const { facts } = county;
  await county.moveTo('23T15:00');
  for (const id of [ACKNOWLEDGED, IGNORED]) {
    await facts.registered(stream(id));
    await facts.gradedMajor(stream(id));
  }
  await facts.append('numbering.village.2026.人调', 'numbering.v1.CaseNumberAssigned', { number: 1, caseStream: stream(IGNORED), officeId: 'village', year: 2026, kind: '人调' });
  await county.moveTo('23T23:50');
  await facts.reported(stream(ACKNOWLEDGED), 'report-a');
  await county.moveTo('24T00:05');
  await facts.acknowledged(stream(ACKNOWLEDGED), 'report-a');
  await county.moveTo('24T09:00');
  await facts.registered(stream(REPORTED), ['beyondLevel']);
  await facts.reported(stream(REPORTED), 'report-c');
  await county.moveTo('24T09:40');
  return county;
}

let county: AskedCounty;
beforeAll(async () => {
  county = await tuesday();
});

const codeOf = (answer: QueryAnswer) => (answer.kind === 'problem' ? `${answer.status} ${answer.code} ${answer.parameter ?? ''}`.trim() : answer.kind);

describe('the duty board', () => {
  interface Board extends Page<Deadline> {
    readonly reports: readonly { readonly caseId: string; readonly acknowledged: boolean; readonly ageMs: number; readonly to: { readonly name: string }; readonly answer: string }[];
    readonly counts: Readonly<Record<string, number>>;
  }

  it('shows what is late in red before what is due, open reports by age, and counts', async () => {
    const { items, reports, counts } = await county.json<Board>('countyDuty', 'dutyBoard');
    expect(items.map(({ caseId, ruleId, colour, dueText }) => [caseId, ruleId, colour, dueText.zh])).toEqual([
      [IGNORED, 'R000-25.report', 'red', '11月23日 24:00'],
      [REPORTED, 'ZHUJI-25.acknowledge', 'green', '11月24日 24:00'],
    ]);
    expect(reports.map(({ caseId, acknowledged, ageMs, to }) => [caseId, acknowledged, ageMs / 60_000, to.name])).toEqual([
      [ACKNOWLEDGED, true, 590, '枫桥司法所'],
      [REPORTED, false, 40, '枫桥司法所'],
    ]);
    expect(counts).toEqual({ reportedCases: 2, reports: 2, unacknowledged: 1, overdue: 1, dueWithin24h: 1, escalated: 2 });
  });

  it('turns amber when a fifth of the time is left', async () => {
    const other = await tuesday();
    await other.moveTo('24T21:00');
    const { items } = await other.json<Board>('countyDuty', 'dutyBoard', { caseId: REPORTED });
    expect(items.map(({ colour }) => colour)).toEqual(['amber']);
  });

  it('shows another county nothing', async () => {
    expect(await county.json<Board>('stranger', 'dutyBoard')).toMatchObject({ items: [], reports: [], counts: { overdue: 0, reports: 0, escalated: 0 } });
  });
});

describe('the deadline calendar', () => {
  it('lists every obligation by its due, the closed ones too', async () => {
    const { items, total } = await county.json<Page<Deadline>>('countyDuty', 'deadlineCalendar');
    expect(total).toBe(7);
    expect(items.map(({ due }) => due)).toEqual([...items.map(({ due }) => due)].sort());
    expect(items.filter(({ ruleId }) => ruleId === 'ZHUJI-25.acknowledge').map(({ state, late, office }) => [state, late, office.name])).toEqual([
      ['met', true, '枫桥司法所'],
      ['running', false, '枫桥司法所'],
    ]);
  });

  it.each([
    [{ late: 'true' }, 2],
    [{ late: 'true', open: 'true' }, 1],
    [{ ruleId: 'R000-25.report' }, 3],
    [{ officeId: 'village' }, 3],
    [{ state: 'met,void' }, 3],
    [{ 'due.from': '2026-11-24T00:00:00+08:00', 'due.to': '2026-11-25T00:00:00+08:00' }, 3],
    [{ 'division.prefix': '330681' }, 7],
    [{ nature: 'aim' }, 2],
  ])('answers %j with %d', async (parameters, total) => {
    expect((await county.json<Page<Deadline>>('countyDuty', 'deadlineCalendar', parameters as Record<string, string>)).total).toBe(total);
  });

  it('turns pages to the end without a repetition, and counts by facets', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page: Page<Deadline> = await county.json('countyDuty', 'deadlineCalendar', { limit: '2', sort: '-due', facets: 'state,ruleId', ...(cursor === undefined ? {} : { cursor }) });
      expect(page.facets['state']).toEqual([{ value: 'running', count: 4 }, { value: 'met', count: 3 }]);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== undefined);
    expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
  });

  it('takes a page of the board up again although time has passed', async () => {
    const other = await tuesday();
    const first = await other.json<Page<Deadline>>('countyDuty', 'dutyBoard', { limit: '1' });
    await other.moveTo('24T10:00');
    const second = await other.json<Page<Deadline>>('countyDuty', 'dutyBoard', { limit: '1', cursor: first.next as string });
    expect(second.items.map(({ caseId }) => caseId)).toEqual([REPORTED]);
  });

  it('is late from the very instant of the due on, without any event', async () => {
    const other = await tuesday();
    other.clock.moveTo('2026-11-24T23:59:59.999+08:00');
    const late = async () => (await other.json<Page<Deadline>>('countyDuty', 'deadlineCalendar', { caseId: REPORTED, late: 'true' })).total;
    expect(await late()).toBe(0);
    other.clock.moveTo('2026-11-25T00:00:00+08:00');
    expect(await late()).toBe(1);
  });
});

describe('the explanation of a deadline', () => {
  const idOf = async () => (await county.json<Page<Deadline>>('countyDuty', 'deadlineCalendar', { caseId: IGNORED })).items[0]?.id as string;

  it('gives rule, clause, arithmetic and rungs with whom they were told', async () => {
    const body = await county.json<{ cite: unknown[]; steps: { zh: string }[]; rungs: { name: string; state: string; lateMs: number; told: { office: { name: string }; personId: string }[] }[]; packHash: string }>('countyDuty', 'explainDeadline', {}, { id: await idOf() });
    expect(body.cite).toEqual([{ document: '司法局进村服务活动方案', clause: '三(三)第3项之二', verified: 'SEED' }]);
    expect(body.steps.length).toBeGreaterThan(5);
    expect(body.rungs.map(({ name, state, lateMs, told }) => [name, state, lateMs, told.map(({ personId }) => personId)])).toEqual([
      ['warn', 'raised', 0, ['mediator']],
      ['breach', 'raised', 0, ['townshipDuty1', 'countyDuty']],
    ]);
  });

  it('reads as text in both languages, with the number of the case', async () => {
    const id = await idOf();
    const zh = await county.ask('countyDuty', 'explainDeadline', { format: 'text' }, { id });
    const en = await county.ask('countyDuty', 'explainDeadline', { format: 'text', lang: 'en' }, { id });
    expect(zh).toMatchObject({ kind: 'text', language: 'zh-CN', body: expect.stringContaining('字第1号') });
    expect(en).toMatchObject({ kind: 'text', language: 'en', body: expect.stringContaining('report a major dispute the same day') });
  });

  it('is not found by another county, nor under an id that is none', async () => {
    expect(codeOf(await county.ask('stranger', 'explainDeadline', {}, { id: await idOf() }))).toBe('404 NOT_FOUND');
    expect(codeOf(await county.ask('countyDuty', 'explainDeadline', {}, { id: 'nothing' }))).toBe('404 NOT_FOUND');
    expect(codeOf(await county.ask('countyDuty', 'explainDeadline', { format: 'pdf' }, { id: await idOf() }))).toBe('400 QUERY_VALUE_INVALID format');
  });
});

describe('one case', () => {
  it('has its deadlines, the open ones first', async () => {
    const { items } = await county.json<Page<Deadline>>('countyDuty', 'deadlinesOfCase', {}, { id: ACKNOWLEDGED });
    expect(items.map(({ ruleId, state }) => [ruleId, state])).toEqual([['R000-25.answer', 'running'], ['R000-25.report', 'met'], ['ZHUJI-25.acknowledge', 'met']]);
  });

  interface Timeline {
    readonly entries: readonly { readonly type: string; readonly actorName: string; readonly office: { readonly name: string } }[];
    readonly rungs: readonly { readonly rung: string; readonly raisedAt: string }[];
    readonly caseNumber: string;
  }

  it('is told as it is known now, with what was raised because of it', async () => {
    const { entries, rungs, caseNumber } = await county.json<Timeline>('countyDuty', 'caseTimeline', {}, { id: IGNORED });
    expect(entries.map(({ type, actorName, office }) => [type.slice('mediation.v1.'.length), actorName, office.name])).toEqual([
      ['DisputeRegistered', '<mediator>', '枫源村调委会'],
      ['DisputeGraded', '<mediator>', '枫源村调委会'],
    ]);
    expect(rungs.map(({ rung }) => rung)).toEqual(['warn', 'breach']);
    expect(caseNumber).toContain('字第1号');
  });

  it('is told as it was known at an instant, or at the end of a day', async () => {
    const at = async (asOf: string) => {
      const { entries, rungs } = await county.json<Timeline>('countyDuty', 'caseTimeline', { asOf }, { id: ACKNOWLEDGED });
      return [entries.length, rungs.length];
    };
    expect(codeOf(await county.ask('countyDuty', 'caseTimeline', { asOf: '2026-11-23T14:59:00+08:00' }, { id: ACKNOWLEDGED }))).toBe('404 NOT_FOUND');
    expect(await at('2026-11-23T15:00:00+08:00')).toEqual([2, 0]);
    expect(await at('2026-11-23')).toEqual([3, 1]);
    expect(codeOf(await county.ask('countyDuty', 'caseTimeline', { asOf: 'yesterday' }, { id: ACKNOWLEDGED }))).toBe('400 QUERY_VALUE_INVALID asOf');
  });

  it('does not exist for another county', async () => {
    for (const query of ['caseTimeline', 'deadlinesOfCase']) {
      expect([query, codeOf(await county.ask('stranger', query, {}, { id: IGNORED }))]).toEqual([query, '404 NOT_FOUND']);
      expect([query, codeOf(await county.ask('countyDuty', query, {}, { id: 'none' }))]).toEqual([query, '404 NOT_FOUND']);
    }
  });
});

describe('the ledger, offices and rosters', () => {
  it('show names as far as the role allows', async () => {
    const roster = async (who: string) => (await county.json<Page<{ officeId: string; onDuty: { name: string }[] }>>(who, 'rosters', { level: '4' })).items.find(({ officeId }) => officeId === 'county')?.onDuty;
    expect(await roster('countyHead')).toEqual([{ personId: 'countyDuty', name: '<countyDuty>' }]);
    expect(await roster('analyst')).toEqual([{ personId: 'countyDuty', name: 'withheld' }]);
  });

  it('list what lies in the scope', async () => {
    expect((await county.json<Page<{ id: string }>>('countyDuty', 'disputeLedger', { grade: 'GRADE_MAJOR' })).total).toBe(2);
    expect((await county.json<Page<{ id: string }>>('stranger', 'disputeLedger')).total).toBe(0);
    expect((await county.json<Page<{ id: string }>>('countyDuty', 'offices')).items.map(({ id }) => id)).toEqual(['county', 'township', 'village']);
    expect((await county.json<Page<{ id: string }>>('stranger', 'offices')).items.map(({ id }) => id)).toEqual(['foreign']);
  });
});

describe('every list', () => {
  const lists = ['disputeLedger', 'dutyBoard', 'deadlineCalendar', 'offices', 'rosters'];

  it.each(lists)('%s says how fresh it is', async (list) => {
    const { freshness } = await county.json<Page<unknown>>('countyDuty', list);
    expect(freshness).toEqual({ position: expect.any(String), asOf: county.clock.now(), ageMs: 0 });
  });

  it.each(lists)('%s names each parameter that it takes, and no other', async (list) => {
    const example = (name: string): string => {
      if (name === 'atLeast') return `${stream(IGNORED)}@0`;
      if (name === 'limit') return '10';
      return name;
    };
    for (const { name } of county.route(list).parameters) {
      const answer = await county.ask('countyDuty', list, { [name]: example(name) });
      expect([name, codeOf(answer)]).not.toEqual([name, expect.stringContaining('PARAMETER_UNKNOWN')]);
    }
    expect(codeOf(await county.ask('countyDuty', list, { hidden: '1' }))).toBe('400 QUERY_PARAMETER_UNKNOWN hidden');
    expect(codeOf(await county.ask('countyDuty', list, { sort: 'hidden' }))).toBe('400 QUERY_SORT_INVALID sort');
  });

  it.each(lists)('%s waits for a revision that is not shown yet, and says so when it does not come', async (list) => {
    expect(codeOf(await county.ask('countyDuty', list, { atLeast: `${stream(IGNORED)}@1` }))).toBe('json');
    expect(codeOf(await county.ask('countyDuty', list, { atLeast: `${stream(IGNORED)}@9` }))).toBe('503 VIEW_BEHIND atLeast');
  });
});

it('a query that waits is answered as soon as the revision is shown', async () => {
  const never = new AbortController().signal;
  const other = new AskedCounty(new MemoryEventStore(), (projection) => new MemoryViewStore(projection), { ...freePace(), patience: () => never });
  await other.found();
  await other.facts.registered(stream(IGNORED));
  const answer = other.json<Page<Deadline>>('countyDuty', 'deadlineCalendar', { atLeast: `${stream(IGNORED)}@1` });
  await other.settle();
  await other.facts.gradedMajor(stream(IGNORED));
  await other.settle();
  expect((await answer).items.map(({ ruleId }) => ruleId)).toEqual(['R000-25.report']);
});

describe('the live stream', () => {
  /** The next events; the listener stays. */
  async function next(events: AsyncIterator<ServerEvent>, count: number): Promise<readonly ServerEvent[]> {
    const heard: ServerEvent[] = [];
    while (heard.length < count) {
      const { value, done } = await events.next();
      if (done) break;
      heard.push(value);
    }
    return heard;
  }

  it('tells a duty officer of a rung as soon as it is in the log, goes on after what was heard, and tells another county nothing', async () => {
    const other = await tuesday();
    let hangUp = (): void => undefined;
    const closed = new Promise<void>((resolve) => (hangUp = resolve));
    const duty = (await other.listen('countyDuty', closed))[Symbol.asyncIterator]();
    const stranger = (await other.listen('stranger', closed))[Symbol.asyncIterator]();
    const [heard, strange] = [next(duty, 1), next(stranger, 1)];
    await other.moveTo('25T00:00');
    const [breach] = await heard;
    expect(breach).toMatchObject({ event: 'raised', data: { caseId: REPORTED, rung: 'breach', toMe: true, toMyOffice: true, lateMs: 0, responsibleOffice: { name: '枫桥司法所' } } });

    const resumed = (await other.listen('countyDuty', closed, { after: (breach as ServerEvent).id }))[Symbol.asyncIterator]();
    const later = next(resumed, 1);
    await other.moveTo('25T00:30');
    expect((await later)[0]).toMatchObject({ event: 'raised', data: { caseId: REPORTED, rung: 'breach', n: 2 } });
    hangUp();
    expect(await strange).toEqual([]);
    other.live.close();
  });

  it('from the beginning tells everything in its order, withdrawals too', async () => {
    const other = new AskedCounty(new MemoryEventStore(), (projection) => new MemoryViewStore(projection));
    await other.found();
    await other.moveTo('23T22:30');
    await other.facts.registered(stream(IGNORED));
    await other.facts.gradedMajor(stream(IGNORED));
    await other.moveTo('24T00:10');
    await other.facts.toldByTelephone(stream(IGNORED), '2026-11-23T23:40:00+08:00');
    await other.moveTo('24T00:20');
    const from = Buffer.from('@0').toString('base64url');
    const events = (await other.listen('townshipDuty1', new Promise(() => undefined), { after: from }))[Symbol.asyncIterator]();
    const heard = await next(events, 3);
    expect(heard.map(({ event, data }) => [event, (data as { caseId: string }).caseId, (data as { toMe: boolean }).toMe])).toEqual([
      ['raised', IGNORED, false],
      ['raised', IGNORED, true],
      ['withdrawn', IGNORED, true],
    ]);
    expect(JSON.stringify(heard)).not.toContain('sealed:');
    other.live.close();
  });

  it('refuses an id that is none', async () => {
    expect(codeOf(await county.ask('countyDuty', 'escalationStream', { after: 'x' }))).toBe('400 QUERY_VALUE_INVALID after');
  });
});

it('a parked case is shown as it stood, and says so', async () => {
  const other = await tuesday();
  const events = await other.store.read(stream(IGNORED));
  const { recordedAt, ...meta } = (events.at(-1) as (typeof events)[number]).meta;
  const id = '00000000-0000-4000-8000-00000000dead';
  await other.store.append(stream(IGNORED), 1, [{ id, type: 'mediation.v2.DisputeDreamt', data: {}, meta: { ...meta, command: { id, body: '' } } }], recordedAt);
  await other.settle();
  const { items } = await other.json<Page<Deadline>>('countyDuty', 'deadlineCalendar', { caseId: IGNORED, atLeast: `${stream(IGNORED)}@2` });
  expect(items.map(({ state, parked }) => [state, parked])).toEqual([['running', true]]);
});
