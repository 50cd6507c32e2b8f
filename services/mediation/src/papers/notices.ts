import { DECLINE_REASONS } from '../dispute/codes';
import { issuerOf, type CaseFile } from './case-file';
import { html } from './html';
import { partyRow } from './people';
import { blank, paragraph, seal, section, sheet, signatures } from './sheet';
import { dateOf, signedDateOf, wordFor, wordOf } from './words';

const REMEDIES = '各方当事人仍可依法通过仲裁、行政、司法等途径维护自己的权利；有关权利的行使有期限的，请注意不要超过。';

/** 不予受理告知书: why, and where the parties may turn. */
export function declineNotice(file: CaseFile): string {
  const { declined, state } = file;
  if (!declined) return '';
  return sheet({
    title: '不予受理告知书', issuer: issuerOf(file), number: file.caseNumber,
    body: [
      html`<p>${partyRow(state.facts)}：</p>`,
      paragraph(`你们的纠纷经审查，因“${wordOf(DECLINE_REASONS, declined.reason)}”，本调解组织于${dateOf(declined.at)}决定不予受理。`),
      section('建议', paragraph(declined.guidance), paragraph(REMEDIES)),
      seal(issuerOf(file), signedDateOf(declined.at)),
      signatures('收到人（签名、盖章或按指印）：'),
    ],
  });
}

/** 终止调解告知书: mediation is over, and which other routes are open (People's Mediation Law article 26). */
export function terminationNotice(file: CaseFile): string {
  const { terminated, state } = file;
  if (!terminated) return '';
  return sheet({
    title: '终止调解告知书', issuer: issuerOf(file), number: file.caseNumber,
    body: [
      html`<p>${partyRow(state.facts)}：</p>`,
      paragraph(`你们的纠纷${wordFor(terminated.reason)}，本调解组织于${dateOf(terminated.at)}终止调解。`),
      ...(terminated.note === '' ? [] : [paragraph(terminated.note)]),
      section('权利告知', paragraph(REMEDIES), blank(1)),
      seal(issuerOf(file), signedDateOf(terminated.at)),
      signatures('收到人（签名、盖章或按指印）：', '告知人（签名）：'),
    ],
  });
}
