import { issuerOf, writtenOut, type CaseFile } from './case-file';
import { terms } from './agreement';
import { html } from './html';
import { partyBlocks, partySignatures } from './people';
import { facts, paragraph, section, sheet, signatures } from './sheet';
import { dateOf, signedDateOf, wordFor } from './words';

/** 司法确认申请书, with what the court made of it as far as it is known: both parties ask together (People's Mediation Law article 33). */
export function confirmationPapers(file: CaseFile): string {
  const agreement = writtenOut(file);
  if (!agreement) return '';
  const { facts: known } = file.state;
  return sheet({
    title: '司法确认申请书', number: file.caseNumber,
    body: [
      section('申请人', partyBlocks(known)),
      section('请求事项', paragraph(`请求确认申请人于${dateOf(agreement.effectiveAt)}经${issuerOf(file)}调解达成的${agreement.form === 'oral' ? '口头' : ''}人民调解协议有效。`)),
      section('事实和理由', paragraph(known.registered.summary), paragraph('申请人经调解自愿达成协议，内容如下：'), terms(agreement)),
      section('申请人声明', paragraph('协议出于各方真实意思，不违反法律，不损害国家、集体和他人的利益；所述情况和所交材料真实，如有虚假愿依法承担责任。')),
      section('所附材料', html`<ol><li>人民调解协议书（口头协议附登记）</li><li>申请人的身份证明</li><li>与协议有关的证明材料</li></ol>`),
      paragraph('此致'),
      html`<p>${agreement.court === '' ? '＿＿＿＿＿＿人民法院' : agreement.court}</p>`,
      signatures(...partySignatures(known)),
      html`<p class="number">${agreement.appliedOn === '' ? '　　　年　　月　　日' : signedDateOf(agreement.appliedOn)}</p>`,
      // Not for the court: a page of its own, for the file.
      ...(agreement.confirmation === 'none' ? [] : [html`<div class="apart">${section('法院办理情况（由调解组织填写）', facts([
        ['申请日期', dateOf(agreement.appliedOn)],
        ['受理日期', dateOf(agreement.filedOn)],
        ['延长至', dateOf(agreement.extendedUntil)],
        ['结果', wordFor(agreement.confirmation)],
      ]))}</div>`]),
    ],
  });
}
