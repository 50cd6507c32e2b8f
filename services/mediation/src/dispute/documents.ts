import type { Code } from './codes';
import { agreementOf, type Known } from './dispute';

/** Documents of a mediation file (卷宗), in the order in which they are bound. */
export const DOCUMENTS = [
  { code: 'registrationForm', zh: '人民调解受理登记表', from: '2011-01-01' },
  { code: 'investigationRecord', zh: '人民调解调查记录', from: '2011-01-01' },
  { code: 'evidence', zh: '人民调解取证材料', from: '2011-01-01' },
  { code: 'mediationRecord', zh: '人民调解记录', from: '2011-01-01' },
  { code: 'agreement', zh: '人民调解协议书', from: '2011-01-01' },
  { code: 'returnVisitRecord', zh: '人民调解回访记录', from: '2011-01-01' },
  { code: 'confirmationPapers', zh: '司法确认有关材料', from: '2011-01-01' },
  { code: 'fileNote', zh: '卷宗情况说明', from: '2011-01-01' },
  { code: 'backCover', zh: '封底', from: '2011-01-01' },
] as const satisfies readonly Code[];

export type DocumentCode = (typeof DOCUMENTS)[number]['code'];

/** Codes of the documents that this file should have and lacks (People's Mediation Law article 27). */
export function missingDocuments(state: Known, held: readonly string[]): readonly DocumentCode[] {
  return DOCUMENTS.map(({ code }) => code).filter((code) => isExpected(code, state) && !held.includes(code));
}

/** A document of the file: bound in it, lacking, or not called for. */
export interface FiledDocument {
  readonly code: DocumentCode;
  readonly zh: string;
  readonly state: 'there' | 'missing' | 'notNeeded';
}

/** The contents of the file (卷宗目录): of an archived case what the clerk bound, of another what the case has on record so far. */
export function contentsOf(state: Known): readonly FiledDocument[] {
  const isThere = (code: DocumentCode): boolean => (state.status === 'archived' ? state.documents.includes(code) : isOnRecord(code, state));
  return DOCUMENTS.map(({ code, zh }) => ({ code, zh, state: isThere(code) ? 'there' : isExpected(code, state) ? 'missing' : 'notNeeded' }));
}

/** Does the case hold what this document records, so that it can be written out? Evidence lies outside. */
export function isOnRecord(code: DocumentCode, state: Known): boolean {
  const agreement = agreementOf(state);
  switch (code) {
    case 'registrationForm':
    case 'fileNote':
    case 'backCover':
      return true;
    case 'investigationRecord':
      return state.facts.analyses.length > 0;
    case 'evidence':
      return false;
    case 'mediationRecord':
      return state.facts.sessions.length > 0;
    case 'agreement':
      return agreement !== undefined && agreement.terms.length > 0;
    case 'returnVisitRecord':
      return state.facts.visits.length > 0;
    case 'confirmationPapers':
      return agreement !== undefined && agreement.confirmation !== 'none';
  }
}

/** What is on record is bound; of three documents something else says whether they are called for. */
function isExpected(code: DocumentCode, state: Known): boolean {
  const agreement = agreementOf(state);
  switch (code) {
    case 'evidence':
      return isOnRecord('investigationRecord', state);
    case 'agreement':
      return agreement?.form === 'written';
    case 'returnVisitRecord':
      return agreement !== undefined || isOnRecord(code, state);
    default:
      return isOnRecord(code, state);
  }
}
