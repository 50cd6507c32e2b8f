import { issuerOf, mediatorsOf, momentOf, type CaseFile } from './case-file';
import { html } from './html';
import { participantRow, partyRow, partySignatures } from './people';
import { facts, paragraph, section, sheet, signatures } from './sheet';
import { countOf, rowOf, timeOf, wordFor } from './words';

/** 人民调解调查记录: what was found out, each time by itself. */
export function investigationRecord(file: CaseFile): string {
  return sheet({
    title: '人民调解调查记录', issuer: issuerOf(file), number: file.caseNumber,
    body: file.state.facts.analyses.map((analysis, index) => [
      section(
        `第${countOf(index + 1)}次`,
        facts([['时间', timeOf(momentOf(file, 'DisputeAnalysed', index))], ['地点', ''], ['被调查人', ''], ['调查人', '']]),
        paragraph(analysis),
      ),
      signatures('被调查人（签名、盖章或按指印）：', '调查人（签名）：', '记录人（签名）：'),
    ]),
  });
}

/** 人民调解记录: each session with who held it, where, and what was said. */
export function mediationRecord(file: CaseFile): string {
  const { facts: known } = file.state;
  return sheet({
    title: '人民调解记录', issuer: issuerOf(file), number: file.caseNumber,
    body: known.sessions.map((session, index) => [
      section(
        `第${countOf(index + 1)}次调解`,
        facts([
          ['时间', timeOf(momentOf(file, 'SessionHeld', index))],
          ['方式', wordFor(session.mode)],
          ['调解员', rowOf(mediatorsOf(file, session.mediatorIds))],
          ['当事人', partyRow(known)],
          ['参加人', participantRow(known)],
        ]),
        paragraph(session.record),
      ),
      signatures(...partySignatures(known), '参加人（签名）：', '调解员（签名）：', '记录人（签名）：'),
    ]),
  });
}

/** 人民调解回访记录: how the agreement is kept, and what the parties say. */
export function returnVisitRecord(file: CaseFile): string {
  const { facts: known } = file.state;
  return sheet({
    title: '人民调解回访记录', issuer: issuerOf(file), number: file.caseNumber,
    body: known.visits.map((visit, index) => [
      section(
        `第${countOf(index + 1)}次回访`,
        facts([['回访时间', timeOf(momentOf(file, 'ReturnVisitPaid', index))], ['回访对象', partyRow(known)], ['回访结果', wordFor(visit.result)]]),
        paragraph(visit.record),
      ),
      html`${signatures('被回访人（签名、盖章或按指印）：', '回访人（签名）：')}`,
    ]),
  });
}
