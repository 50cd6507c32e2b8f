import type { AgreementConcluded } from '@fengqiao/contracts';

/** One promise of an agreement, and what became of it. `content` is sealed. */
export interface Term {
  readonly termId: string;
  readonly content: string;
  readonly dueDate: string;
  readonly outcome: 'open' | 'performed' | 'defaulted';
  /** How often it was urged. */
  readonly urged: number;
}

/** A mediation agreement (调解协议) with its performance and its judicial confirmation (司法确认). */
export interface Agreement {
  /** `written`, `oral`; empty for an imported record, which knows the outcome only. */
  readonly form: string;
  readonly effectiveAt: string;
  readonly terms: readonly Term[];
  readonly confirmation: 'none' | 'pending' | 'granted' | 'rejected';
  readonly court: string;
  readonly appliedOn: string;
  /** When the court filed the application, and until when its president extended the time; empty where unknown. */
  readonly filedOn: string;
  readonly extendedUntil: string;
}

export type AgreementStatus = 'agreed' | 'performing' | 'performed' | 'disputedAgreement' | 'confirmationPending' | 'confirmed' | 'confirmationRejected' | 'followedUp';

/** An agreement as it was concluded. */
export function agreementFrom(data: AgreementConcluded): Agreement {
  const terms = data.terms.map((term): Term => ({ ...term, outcome: 'open', urged: 0 }));
  return { ...IMPORTED_AGREEMENT, form: data.form, effectiveAt: data.effectiveAt, terms };
}

/** What is known of an agreement that an imported record only mentions. */
export const IMPORTED_AGREEMENT: Agreement = { form: '', effectiveAt: '', terms: [], confirmation: 'none', court: '', appliedOn: '', filedOn: '', extendedUntil: '' };

/** The agreement with one term changed; unchanged where there is no such term. */
export function withTerm(agreement: Agreement, termId: string, change: (term: Term) => Partial<Term>): Agreement {
  return { ...agreement, terms: agreement.terms.map((term) => (term.termId === termId ? { ...term, ...change(term) } : term)) };
}

/** Where a case with an agreement stands: what still asks for an act comes first. */
export function agreementStatus(agreement: Agreement, visits: number): AgreementStatus {
  if (agreement.confirmation === 'pending') return 'confirmationPending';
  if (agreement.terms.some((term) => term.outcome === 'defaulted')) return 'disputedAgreement';
  if (visits > 0) return 'followedUp';
  if (agreement.terms.length > 0 && openTerms(agreement).length === 0) return 'performed';
  if (agreement.confirmation !== 'none') return agreement.confirmation === 'granted' ? 'confirmed' : 'confirmationRejected';
  return agreement.terms.some((term) => term.outcome === 'performed' || term.urged > 0) ? 'performing' : 'agreed';
}

/** Terms of which nothing is known yet. */
export function openTerms(agreement: Agreement): readonly Term[] {
  return agreement.terms.filter((term) => term.outcome === 'open');
}
