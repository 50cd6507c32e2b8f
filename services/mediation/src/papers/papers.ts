import type { JsonObject } from '@fengqiao/kernel';
import type { Bilingual, Paper, Papers } from '@fengqiao/platform';
import type { Directory } from '@fengqiao/security';
import type { DisputeState } from '../dispute/dispute';
import { agreementPaper } from './agreement';
import { backCover, contents, cover, fileNote } from './binding';
import { caseFile, writtenOut, type CaseFile } from './case-file';
import { confirmationPapers } from './confirmation';
import { declineNotice, terminationNotice } from './notices';
import { investigationRecord, mediationRecord, returnVisitRecord } from './records';
import { registrationForm } from './registration';

const paper = (code: string, zh: string, en: string, render: (file: CaseFile) => string, missing: (file: CaseFile) => Bilingual | undefined = () => undefined): Paper => ({
  code,
  label: { zh, en },
  // The platform opens the seals of the file and leaves its shape as caseFile made it.
  render: (file: JsonObject) => render(file as unknown as CaseFile),
  missing: (file: JsonObject) => missing(file as unknown as CaseFile),
});

const unless = (has: (file: CaseFile) => boolean, zh: string, en: string) => (file: CaseFile) => (has(file) ? undefined : { zh, en });
const anAgreement = unless((file) => writtenOut(file) !== undefined, '本案没有可供打印的调解协议', 'the case has no agreement to print');

/** The papers (文书) of a dispute; codes of those that are bound in the file are the codes of its documents. */
export const disputePapers: Papers<DisputeState, Directory> = {
  file: caseFile,
  all: [
    paper('cover', '卷宗封面', 'cover of the file', cover),
    paper('contents', '卷宗目录', 'contents of the file', contents),
    paper('registrationForm', '人民调解受理登记表', 'registration form', registrationForm),
    paper('declineNotice', '不予受理告知书', 'notice that the case is declined', declineNotice, unless(({ declined }) => declined !== null, '本案没有不予受理', 'the case was not declined')),
    paper('investigationRecord', '人民调解调查记录', 'investigation record', investigationRecord, unless(({ state }) => state.facts.analyses.length > 0, '尚无调查分析记录', 'nothing was recorded of an investigation yet')),
    paper('mediationRecord', '人民调解记录', 'record of the sessions', mediationRecord, unless(({ state }) => state.facts.sessions.length > 0, '尚无调解记录', 'no session was recorded yet')),
    paper('agreement', '人民调解协议书', 'mediation agreement, or the register of an oral one', agreementPaper, anAgreement),
    paper('terminationNotice', '终止调解告知书', 'notice that mediation is over', terminationNotice, unless(({ terminated }) => terminated !== null, '本案没有终止调解', 'mediation was not terminated')),
    paper('returnVisitRecord', '人民调解回访记录', 'record of return visits', returnVisitRecord, unless(({ state }) => state.facts.visits.length > 0, '尚无回访记录', 'no return visit was recorded yet')),
    paper('confirmationPapers', '司法确认申请书', 'application for judicial confirmation', confirmationPapers, anAgreement),
    paper('fileNote', '卷宗情况说明', 'note on the file', fileNote),
    paper('backCover', '封底', 'back cover', backCover),
  ],
};
