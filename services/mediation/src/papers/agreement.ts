import type { Agreement } from '../dispute/agreement';
import { CATEGORIES } from '../dispute/codes';
import { issuerOf, mediatorsOf, writtenOut, type CaseFile } from './case-file';
import { html, lines, type Html } from './html';
import { participantRow, partyBlocks, partyRow, partySignatures } from './people';
import { blank, facts, paragraph, seal, section, sheet, signatures, table } from './sheet';
import { countOf, dateOf, rowOf, signedDateOf, timeOf, wordOf } from './words';

/** 人民调解协议书, or 口头协议登记 of an agreement by word of mouth: what People's Mediation Law article 29 wants it to say. */
export function agreementPaper(file: CaseFile): string {
  const agreement = writtenOut(file);
  if (!agreement) return '';
  return agreement.form === 'oral' ? oralRegister(file, agreement) : writtenAgreement(file, agreement);
}

function writtenAgreement(file: CaseFile, agreement: Agreement): string {
  const { facts: known } = file.state;
  return sheet({
    title: '人民调解协议书', issuer: issuerOf(file), number: file.caseNumber,
    body: [
      section('一、当事人', partyBlocks(known)),
      section('二、纠纷的主要事实', paragraph(known.registered.summary)),
      section('三、争议事项', paragraph(`因${wordOf(CATEGORIES, known.registered.category)}发生的纠纷，争议的具体事项如下：`), blank(2)),
      section('四、各方当事人的责任', blank(3)),
      section('五、协议内容、履行方式和期限', paragraph('经调解，各方当事人自愿达成如下协议：'), terms(agreement)),
      section('六、其他', paragraph(`本协议自各方当事人签名、盖章或者按指印，调解员签名并加盖调解组织印章之日（${dateOf(agreement.effectiveAt)}）起生效，各方应当按约定履行。`),
        paragraph('各方当事人认为有必要的，可以自协议生效之日起三十日内共同向有管辖权的人民法院申请司法确认。'),
        paragraph(`本协议一式${countOf(Math.min(99, known.registered.parties.length + 1))}份，当事人各执一份，调解组织留存一份。`)),
      signatures(...partySignatures(known), ...mediatorsOf(file).map((name) => `调解员 ${name}（签名）：`), '记录人（签名）：'),
      seal(issuerOf(file), signedDateOf(agreement.effectiveAt)),
    ],
  });
}

function oralRegister(file: CaseFile, agreement: Agreement): string {
  const { facts: known } = file.state;
  return sheet({
    title: '口头协议登记', issuer: issuerOf(file), number: file.caseNumber,
    body: [
      facts([
        ['当事人', partyRow(known)],
        ['参加人', participantRow(known)],
        ['调解员', rowOf(mediatorsOf(file))],
        ['达成时间', timeOf(agreement.effectiveAt)],
      ]),
      section('纠纷的主要事实', paragraph(known.registered.summary)),
      section('协议内容、履行方式和期限', paragraph('各方当事人同意不制作书面协议，约定如下：'), terms(agreement)),
      section('履行情况', performance(agreement)),
      signatures('调解员（签名）：', '记录人（签名）：'),
      seal(issuerOf(file), signedDateOf(agreement.effectiveAt)),
    ],
  });
}

/** What was promised and until when. */
export function terms(agreement: Agreement): Html {
  return table(['序号', '内容和履行方式', '履行期限'], agreement.terms.map((term, index) => [index + 1, lines(term.content), dateOf(term.dueDate)]));
}

/** What became of each promise. */
export function performance(agreement: Agreement): Html {
  const word = { open: '尚未履行', performed: '已履行', defaulted: '逾期未履行' } as const;
  return html`${table(['序号', '履行情况', '催促'], agreement.terms.map((term, index) => [index + 1, word[term.outcome], term.urged === 0 ? '' : `${term.urged} 次`]))}`;
}
