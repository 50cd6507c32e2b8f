import fc from 'fast-check';
import { encodeEvent } from '@fengqiao/contracts';
import { millisOf, toInstant, type JsonObject, type RecordedEvent } from '@fengqiao/kernel';
import { MASKED } from '@fengqiao/security';
import { foldFrozen, smallDirectory } from '@fengqiao/testing';
import type { DisputeEvent } from '../dispute/dispute';
import { disputeDecider } from '../dispute/dispute.decide';
import { DOCUMENTS } from '../dispute/documents';
import {
  agreed, applied, archived, concluded, defaulted, entrusted, everythingAlongside, extended, mediating, NOW, OFFICERS, OFFICES, performed, registered, registeredWith, registration, suspended, TERM, terminated, visited,
} from '../dispute/dispute.scenes';
import { structureFaults } from './page.scenes';
import { disputePapers } from './papers';

const directory = smallDirectory(OFFICES, OFFICERS);
const MS_PER_HOUR = 3_600_000;
const NUMBER = '（2026）枫源村调委会人调字第7号';

/** The file of a history, an hour between its events, as a reader sees it who may see all. */
const fileOf = (history: readonly DisputeEvent[], shownAs: (file: JsonObject) => JsonObject = (file) => file): JsonObject => {
  const events = history.map(({ type, data }, revision) => ({ type, data: encodeEvent(type, data as never), meta: { occurredAt: toInstant(millisOf('2026-11-22T01:30:00+08:00') + revision * MS_PER_HOUR) } }) as unknown as RecordedEvent);
  return shownAs(disputePapers.file(foldFrozen(disputeDecider, history), { events, caseNumber: NUMBER, now: NOW, look: directory }) as JsonObject);
};
const paper = (code: string) => {
  const found = disputePapers.all.find((candidate) => candidate.code === code);
  if (!found) throw new Error(`there is no paper ${code}`);
  return found;
};
const printed = (code: string, ...history: readonly DisputeEvent[]) => paper(code).render(fileOf(history));
/** What a person reads of a page: its text, without markup. */
const textOf = (page: string) => page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
const declined: DisputeEvent = { type: 'mediation.v1.DisputeDeclined', data: { reason: 'notCivil', guidance: '向信访反映' } };

describe('the papers of a dispute', () => {
  it('have a code and a name of their own each, and those bound in the file have the codes of its documents', () => {
    const codes = disputePapers.all.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(DOCUMENTS.map(({ code }) => code).filter((code) => !codes.includes(code))).toEqual(['evidence']);
    for (const { label } of disputePapers.all) expect([label.zh, label.en]).toEqual([expect.stringMatching(/^\p{Script=Han}+$/u), expect.stringMatching(/^[a-z ,]+$/)]);
  });

  it('are none before the dispute is registered', () => {
    expect(disputePapers.file(disputeDecider.initial, { events: [], caseNumber: '', now: NOW, look: directory })).toBeUndefined();
  });

  it('say what they lack, until the case has it', () => {
    const ready = (...history: readonly DisputeEvent[]) => disputePapers.all.filter((each) => each.missing(fileOf(history)) === undefined).map(({ code }) => code);
    const always = ['cover', 'contents', 'registrationForm', 'fileNote', 'backCover'];
    const inOrder = (codes: readonly string[]) => disputePapers.all.map(({ code }) => code).filter((code) => codes.includes(code));
    expect(ready(registered)).toEqual(always);
    expect(ready(registered, declined)).toEqual(inOrder([...always, 'declineNotice']));
    expect(ready(...mediating)).toEqual(inOrder([...always, 'investigationRecord', 'mediationRecord']));
    expect(ready(...mediating, terminated)).toEqual(inOrder([...always, 'investigationRecord', 'mediationRecord', 'terminationNotice']));
    expect(ready(...agreed, visited)).toEqual(inOrder([...always, 'investigationRecord', 'mediationRecord', 'agreement', 'confirmationPapers', 'returnVisitRecord']));
    expect(ready(registered, { type: 'mediation.v1.ImportedOutcomeRecorded', data: { outcome: 'agreed', endedOn: '2017' } })).toEqual(always);
  });

  const everything = [...mediating, ...everythingAlongside, concluded, applied, performed(TERM), visited, archived];

  it.each(disputePapers.all.map(({ code }) => code))('%s is a whole page of its own: well-formed, for A4, nothing from outside, no script', (code) => {
    const page = printed(code, ...(code === 'declineNotice' ? [registered, declined] : code === 'terminationNotice' ? [...mediating, terminated] : everything));
    expect(structureFaults(page)).toEqual([]);
    expect(page).toContain('@page { size: A4;');
    expect(page).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    expect(page).not.toMatch(/<script|<img|<link|<iframe|javascript:|@import|url\(|src=|href=|https?:/i);
    expect(page).not.toMatch(/undefined|\[object|NaN|null/);
    expect(textOf(page)).toContain('枫源村调委会');
  });

  it('print what anybody wrote as text and never as markup', () => {
    const nasty = `<script>alert(1)</script>"'\`><img src=x onerror=alert(2)>&lt;b&gt;\u2028</td></table>`;
    const parties = [{ ...registration.parties[0]!, name: nasty, idNumber: nasty, phone: nasty, address: nasty }, registration.parties[1]!];
    const history: readonly DisputeEvent[] = [
      registeredWith({ summary: nasty, place: nasty, parties }),
      ...everything.slice(1).map((event) => JSON.parse(JSON.stringify(event), (key, value: unknown) => (/^(record|analysis|plan|content|note|name|guidance|court|station|courtNumber)$/.test(key) && typeof value === 'string' ? nasty : value)) as DisputeEvent),
      { type: 'mediation.v1.ParticipantInvited', data: { personId: TERM, name: nasty, role: 'kin' } },
      { ...declined, data: { reason: 'notCivil', guidance: nasty } } as DisputeEvent,
      { ...terminated, data: { ...terminated.data, note: nasty } } as DisputeEvent,
    ];
    const beforeTheArchive = history.filter(({ type }) => type !== 'mediation.v1.DisputeDeclined' && type !== 'mediation.v1.MediationTerminated');
    const silent: string[] = [];
    for (const { code, render, missing } of disputePapers.all) {
      const whole = fileOf(code === 'declineNotice' || code === 'terminationNotice' ? history : beforeTheArchive);
      expect(missing(whole)).toBeUndefined();
      const page = render(whole);
      expect(page).not.toMatch(/<script|<img|<b>/i);
      expect(structureFaults(page)).toEqual([]);
      if (!page.includes('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&#96;&gt;')) silent.push(code);
    }
    // These three hold nothing that anybody wrote freely.
    expect(silent).toEqual(['contents', 'fileNote', 'backCover']);
  });

  it('stay well-formed whatever text is in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '`', '/', '-', '!', 'a', '枫', '\n', '${', '{{') }), (text) => {
        const page = paper('registrationForm').render(fileOf([registeredWith({ summary: text, parties: [{ ...registration.parties[0]!, name: text }] })]));
        expect(structureFaults(page)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('say so where something is withheld from the reader, and that such a copy is not to be signed', () => {
    const masked = (file: JsonObject) => JSON.parse(JSON.stringify(file).replaceAll('张某', MASKED)) as JsonObject;
    const page = paper('agreement').render(fileOf(agreed, masked));
    expect(textOf(page)).toContain('不得签署、归档');
    expect(page).not.toContain('张某');
    expect(textOf(printed('agreement', ...agreed))).not.toContain('不得签署');
  });
});

describe('人民调解协议书', () => {
  it('tells parties, facts, issue, liabilities, content with its time, and has room to sign and seal', () => {
    const text = textOf(printed('agreement', ...agreed));
    for (const wanted of ['人民调解协议书', NUMBER, '张某', '李某', '因宅基地界址争执', '争议事项', '各方当事人的责任', '退让一尺', '2026年11月30日', '修复围墙', '2026年12月31日', '三十日内', '调解员 mediator（签名）', '当事人 张某（签名、盖章或按指印）', '（印章）', '二〇二六年十一月二十二日', '一式三份']) {
      expect(text).toContain(wanted);
    }
  });

  it('is a register instead where the agreement was made by word of mouth', () => {
    const oral = { ...concluded, data: { ...concluded.data, form: 'oral' } } as DisputeEvent;
    const text = textOf(printed('agreement', ...mediating, oral, defaulted(TERM)));
    expect(text).toContain('口头协议登记');
    expect(text).not.toContain('人民调解协议书');
    expect(text).toContain('逾期未履行');
  });

  it('tells the parties nothing of what the committee thought among itself', () => {
    expect(textOf(printed('agreement', ...agreed))).not.toContain('界址不清');
  });
});

describe('the other papers', () => {
  it('登记表 tells source, time in Asia/Shanghai, who entrusted it and how it was taken in', () => {
    const text = textOf(printed('registrationForm', registered, entrusted, { type: 'mediation.v1.DisputeAccepted', data: { basis: 'application' } }));
    for (const wanted of ['2026年11月22日14:00', '调解员', '邻里', '诸暨市人民法院、立案后委托、简易程序', '2026年11月22日受理（当事人申请）', '未涉及']) expect(text).toContain(wanted);
  });

  it('records name each session, visit and investigation by its number and its own time', () => {
    const second: DisputeEvent = { type: 'mediation.v1.SessionHeld', data: { mode: 'video', mediatorIds: [OFFICERS[2]!.personId], record: '达成一致', approvedBy: '' } };
    const text = textOf(printed('mediationRecord', ...mediating, second));
    expect(text).toMatch(/第一次调解.*2026年11月22日06:30.*现场（田间地头）.*mediator.*双方同意丈量.*第二次调解.*2026年11月22日07:30.*视频.*chair.*达成一致/);
    expect(textOf(printed('returnVisitRecord', ...agreed, visited))).toMatch(/第一次回访.*2026年11月22日08:30.*满意.*和好/);
    expect(textOf(printed('investigationRecord', ...mediating))).toMatch(/第一次.*03:30.*界址不清/);
  });

  it('司法确认申请书 is by all parties together, and tells what the court made of it', () => {
    const before = textOf(printed('confirmationPapers', ...agreed));
    expect(before).toContain('＿＿＿＿＿＿人民法院');
    expect(before).not.toContain('法院办理情况');
    const after = textOf(printed('confirmationPapers', ...agreed, applied));
    for (const wanted of ['诸暨市人民法院', '二〇二六年十一月二十二日', '当事人 张某', '当事人 李某', '审查中']) expect(after).toContain(wanted);
  });

  it('notices tell the reason, the other routes, and survive the archive', () => {
    expect(textOf(printed('declineNotice', registered, declined, archived))).toMatch(/不属于民间纠纷.*向信访反映.*仲裁、行政、司法/);
    expect(textOf(printed('terminationNotice', ...mediating, terminated, archived))).toMatch(/经调解未能达成协议.*仲裁、行政、司法/);
  });

  it('目录 lists every document with its state, 说明 tells the course of the case in the order of time', () => {
    const list = textOf(printed('contents', ...agreed));
    for (const { zh } of DOCUMENTS) expect(list).toContain(zh);
    expect(list).toMatch(/人民调解取证材料 缺.*人民调解协议书 有.*人民调解回访记录 缺.*司法确认有关材料 不需要/);
    const course = textOf(printed('fileNote', ...mediating, suspended, extended, terminated));
    expect(course).toMatch(/登记.*受理.*确定方案.*确定调解员.*调解.*中止：鉴定.*延长期限：至2026年12月31日.*终止调解/);
    expect(course).toContain('人民调解取证材料');
  });
});
