import type { EventType } from '@fengqiao/contracts';
import type { Bilingual } from '@fengqiao/platform';

/** What each event of the published language is called, for people. */
export const EVENT_LABELS: Readonly<Record<EventType, Bilingual>> = {
  'mediation.v1.DisputeRegistered': { zh: '纠纷已登记', en: 'dispute registered' },
  'mediation.v1.ImportedOutcomeRecorded': { zh: '导入结果已记录', en: 'imported outcome recorded' },
  'mediation.v1.DisputeGraded': { zh: '纠纷已分级', en: 'dispute graded' },
  'mediation.v1.DisputeAccepted': { zh: '已受理', en: 'dispute accepted' },
  'mediation.v1.DisputeDeclined': { zh: '不予受理', en: 'dispute declined' },
  'mediation.v1.DisputeDiverted': { zh: '已分流', en: 'dispute diverted' },
  'mediation.v1.DisputeAnalysed': { zh: '已研究分析', en: 'dispute analysed' },
  'mediation.v1.MediationPlanAdopted': { zh: '方案已定', en: 'mediation plan adopted' },
  'mediation.v1.MediatorsAppointed': { zh: '调解员已指定', en: 'mediators appointed' },
  'mediation.v1.ParticipantInvited': { zh: '已邀请参与', en: 'participant invited' },
  'mediation.v1.SessionHeld': { zh: '已调解', en: 'session held' },
  'mediation.v1.MajorDisputeReported': { zh: '重大纠纷已上报', en: 'major dispute reported' },
  'mediation.v1.OralReportLogged': { zh: '口头报告已登记', en: 'oral report logged' },
  'mediation.v1.MajorDisputeReportAcknowledged': { zh: '上级已签收', en: 'report acknowledged' },
  'mediation.v1.DisputeTakenOver': { zh: '上级已接管', en: 'dispute taken over' },
  'mediation.v1.DisputeReturned': { zh: '已退回', en: 'dispute returned' },
  'mediation.v1.LawyerSupportRequested': { zh: '已申请律师介入', en: 'lawyer support requested' },
  'mediation.v1.LawyerSupportAssigned': { zh: '律师介入已指派', en: 'lawyer support assigned' },
  'mediation.v1.EscalationRiskReported': { zh: '激化风险已报', en: 'escalation risk reported' },
  'mediation.v1.AgreementConcluded': { zh: '协议已达成', en: 'agreement concluded' },
  'mediation.v1.MediationTerminated': { zh: '终止调解', en: 'mediation terminated' },
  'mediation.v1.JudicialConfirmationApplied': { zh: '已申请司法确认', en: 'judicial confirmation applied for' },
  'mediation.v1.JudicialConfirmationGranted': { zh: '已司法确认', en: 'judicial confirmation granted' },
  'mediation.v1.JudicialConfirmationRejected': { zh: '司法确认已驳回', en: 'judicial confirmation rejected' },
  'mediation.v1.AgreementPerformed': { zh: '已履行', en: 'agreement performed' },
  'mediation.v1.PerformanceUrged': { zh: '已催促履行', en: 'performance urged' },
  'mediation.v1.PerformanceDefaulted': { zh: '未履行', en: 'performance defaulted' },
  'mediation.v1.ReturnVisitPaid': { zh: '已回访', en: 'return visit paid' },
  'mediation.v1.CaseQualityReviewed': { zh: '质量评查', en: 'case quality reviewed' },
  'mediation.v1.CaseArchived': { zh: '已归档', en: 'case archived' },
  'mediation.v1.ScreeningCompleted': { zh: '排查已完成', en: 'screening completed' },
  'directory.v1.OfficeEstablished': { zh: '机构已设立', en: 'office established' },
  'directory.v1.OfficeChanged': { zh: '机构已变更', en: 'office changed' },
  'directory.v1.OfficeClosed': { zh: '机构已撤销', en: 'office closed' },
  'directory.v1.PersonAppointed': { zh: '人员已任用', en: 'person appointed' },
  'directory.v1.PersonReleased': { zh: '人员已离任', en: 'person released' },
  'directory.v1.DutyRosterSet': { zh: '值班表已排定', en: 'duty roster set' },
  'numbering.v1.CaseNumberAssigned': { zh: '案号已编', en: 'case number assigned' },
  'deadlines.v1.EscalationRaised': { zh: '已升级提醒', en: 'escalation raised' },
  'deadlines.v1.EscalationWithdrawn': { zh: '提醒已撤回', en: 'escalation withdrawn' },
  'policy.v1.PackAdopted': { zh: '规则包已采用', en: 'pack adopted' },
  'policy.v1.RuleAdopted': { zh: '规则已采用', en: 'rule adopted' },
  'policy.v1.CalendarAdopted': { zh: '日历已采用', en: 'calendar adopted' },
  'platform.v1.FolderMarked': { zh: '数据目录已标记', en: 'folder marked' },
  'platform.v1.OperatorActed': { zh: '运维操作已记录', en: 'operator acted' },
};

/** The label of any type; one that this version does not know stands for itself. */
export function labelOf(type: string): Bilingual {
  return Object.hasOwn(EVENT_LABELS, type) ? EVENT_LABELS[type as EventType] : { zh: type, en: type };
}
