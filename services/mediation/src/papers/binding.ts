import { CATEGORIES, SUSPENSION_REASONS } from '../dispute/codes';
import { contentsOf } from '../dispute/documents';
import { STATUS_WORDS } from '../dispute/steps';
import { issuerOf, mediatorsOf, momentOf, type CaseFile } from './case-file';
import { html } from './html';
import { partyRow } from './people';
import { facts, blank, section, seal, sheet, signatures, table } from './sheet';
import { countOf, dateOf, rowOf, signedDateOf, wordOf } from './words';

const STATES = { there: '有', missing: '缺', notNeeded: '不需要' } as const;

/** 卷宗封面. */
export function cover(file: CaseFile): string {
  const { facts: known } = file.state;
  const ended = momentOf(file, 'AgreementConcluded') || (file.terminated?.at ?? file.declined?.at ?? '');
  return sheet({
    title: '人民调解卷宗', issuer: issuerOf(file),
    body: html`<div class="cover">${facts([
      ['案号', file.caseNumber],
      ['纠纷类别', wordOf(CATEGORIES, known.registered.category)],
      ['当事人', partyRow(known)],
      ['调解员', rowOf(mediatorsOf(file))],
      ['受理日期', dateOf(file.accepted?.at ?? '')],
      ['办结日期', dateOf(ended)],
      ['立卷日期', dateOf(momentOf(file, 'CaseArchived'))],
      ['立卷人', ''],
      ['保管期限', ''],
      ['卷宗页数', ''],
    ])}</div>`,
  });
}

/** 卷宗目录: each document of the file, whether it is there, and room for its pages. */
export function contents(file: CaseFile): string {
  return sheet({
    title: '卷宗目录', issuer: issuerOf(file), number: file.caseNumber,
    body: [
      table(['序号', '材料名称', '状态', '页次', '备注'], contentsOf(file.state).map(({ zh, state }, index) => [index + 1, zh, STATES[state], '', ''])),
      signatures('立卷人（签名）：'),
    ],
  });
}

/** 卷宗情况说明: the course of the case, what the file lacks, and room for what is to be explained. */
export function fileNote(file: CaseFile): string {
  const missing = contentsOf(file.state).filter(({ state }) => state === 'missing').map(({ zh }) => zh);
  return sheet({
    title: '卷宗情况说明', issuer: issuerOf(file), number: file.caseNumber,
    body: [
      section('办理经过', table(['日期', '事项'], courseOf(file))),
      section('材料情况', facts([['现状', STATUS_WORDS[file.state.status]], ['缺少的材料', missing.length === 0 ? '无' : rowOf(missing)]])),
      section('需要说明的情况', blank(5)),
      signatures('立卷人（签名）：', '检查人（签名）：'),
    ],
  });
}

/** 封底. */
export function backCover(file: CaseFile): string {
  const archived = momentOf(file, 'CaseArchived');
  return sheet({
    title: '封底', issuer: issuerOf(file), number: file.caseNumber,
    body: [
      facts([['本卷共', '　　　页'], ['附证物袋', '　　　个'], ['立卷日期', dateOf(archived)]]),
      signatures('立卷人（签名）：', '检查人（签名）：', '接收人（签名）：'),
      seal(issuerOf(file), signedDateOf(archived)),
    ],
  });
}

const COURSE: readonly (readonly [type: string, zh: string])[] = [
  ['DisputeRegistered', '登记'], ['MediationApplied', '当事人申请调解'], ['CourtEntrustmentReceived', '收到法院委派委托'], ['CourtEntrustmentAccepted', '确认接受委派委托'], ['PoliceEntrustmentReceived', '收到公安委托'],
  ['DisputeAccepted', '受理'], ['DisputeDeclined', '不予受理'], ['DisputeDiverted', '分流'], ['MajorDisputeReported', '上报上级'], ['DisputeTakenOver', '上级接管'], ['DisputeReturned', '上级退回'],
  ['MediationPlanAdopted', '确定方案'], ['MediatorsAppointed', '确定调解员'], ['SessionHeld', '调解'], ['MediationExtended', '延长期限'], ['MediationSuspended', '中止'], ['MediationResumed', '恢复'],
  ['AgreementConcluded', '达成协议'], ['MediationTerminated', '终止调解'], ['JudicialConfirmationApplied', '申请司法确认'], ['JudicialConfirmationFiled', '法院受理司法确认'], ['JudicialConfirmationGranted', '裁定协议有效'],
  ['JudicialConfirmationRejected', '裁定驳回申请'], ['AgreementPerformed', '履行'], ['PerformanceUrged', '催促履行'], ['PerformanceDefaulted', '未履行'], ['PoliceRecognitionRequested', '申请公安认可'],
  ['PoliceDecisionRecorded', '公安作出决定'], ['FileReturnedToCourt', '材料退回法院'], ['ReturnVisitPaid', '回访'], ['CaseQualityReviewed', '质量评查'], ['CaseArchived', '归档'],
];

/** What happened when, in the order of time; several of a kind are counted. */
function courseOf(file: CaseFile): readonly (readonly string[])[] {
  const { suspensions, extendedUntil } = file.state.facts;
  const steps = COURSE.flatMap(([type, zh], place) => (file.moments[type] ?? []).map((at, index, all) => ({ at, place, text: all.length > 1 ? `${zh}（第${countOf(index + 1)}次）` : zh, type, index })));
  const more = (type: string, index: number): string => {
    if (type === 'MediationSuspended') return `：${wordOf(SUSPENSION_REASONS, suspensions[index]?.reason ?? '')}`;
    // The state keeps the last of them.
    const isLast = index === (file.moments[type]?.length ?? 0) - 1;
    return type === 'MediationExtended' && isLast ? `：至${dateOf(extendedUntil)}` : '';
  };
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.place - b.place)).map(({ at, text, type, index }) => [dateOf(at), text + more(type, index)]);
}
