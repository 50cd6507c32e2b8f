import { CATEGORIES, DECLINE_REASONS, SOURCES } from '../dispute/codes';
import { issuerOf, mediatorsOf, momentOf, nameOf, type CaseFile } from './case-file';
import type { Part } from './html';
import { partyTable } from './people';
import { facts, paragraph, seal, section, sheet, signatures } from './sheet';
import { dateOf, moneyOf, rowOf, signedDateOf, timeOf, wordFor, wordOf } from './words';

/** 人民调解受理登记表: what was registered, who asked for mediation, and what was decided on it. */
export function registrationForm(file: CaseFile): string {
  const { registered, grading, application } = file.state.facts;
  const asked = application ? `${dateOf(application.appliedOn)}，${wordFor(application.form)}申请` : '';
  return sheet({
    title: '人民调解受理登记表', issuer: issuerOf(file), number: file.caseNumber,
    body: [
      facts([
        ['登记时间', timeOf(momentOf(file, 'DisputeRegistered'))],
        ['登记机构', nameOf(file, registered.officeId)],
        ['纠纷来源', wordOf(SOURCES, registered.source)],
        ['发现时间', timeOf(registered.discoveredAt)],
        ['纠纷类别', wordOf(CATEGORIES, registered.category)],
        ['纠纷等级', grading ? wordFor(grading.grade) : '尚未分级'],
        ['涉及人数', Math.max(registered.people, registered.parties.length)],
        ['涉及金额', moneyOf(registered.amountFen)],
        ['发生地点', registered.place],
        ...entrustedRows(file),
      ]),
      section('当事人', partyTable(file.state.facts)),
      section('纠纷简要情况', paragraph(registered.summary)),
      section('受理情况', facts([
        ['当事人申请', asked],
        ['受理意见', decisionOf(file)],
        ['调解员', rowOf(mediatorsOf(file))],
      ])),
      signatures('申请人（签名、盖章或按指印）：', '登记人（签名）：', '负责人（签名）：'),
      seal(issuerOf(file), signedDateOf(file.accepted?.at ?? file.declined?.at ?? '')),
    ],
  });
}

function entrustedRows({ state: { facts: { court, police } } }: CaseFile): readonly (readonly [string, Part])[] {
  const rows: (readonly [string, Part])[] = [];
  if (court) rows.push(['法院委派委托', rowOf([court.court, wordFor(court.mode), court.procedure === 'PROCEDURE_UNSPECIFIED' ? '' : wordFor(court.procedure), court.courtNumber])]);
  if (police) rows.push(['公安委托', police.station]);
  return rows;
}

function decisionOf({ accepted, declined, terminated }: CaseFile): string {
  if (accepted) return `${dateOf(accepted.at)}受理（${wordFor(accepted.basis)}）`;
  if (declined) return `${dateOf(declined.at)}不予受理：${wordOf(DECLINE_REASONS, declined.reason)}`;
  return terminated ? `${dateOf(terminated.at)}未受理：${wordFor(terminated.reason)}` : '';
}
