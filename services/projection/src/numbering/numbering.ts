import type { EventData } from '@fengqiao/contracts';
import { invariant } from '@fengqiao/kernel';
import type { Projection, ViewDocument } from '@fengqiao/read-models';
import type { Directory } from '@fengqiao/security';

/** Numbers of one office, year and kind, in order: the n-th case has number n + 1. */
export interface NumberingDocument {
  readonly officeId: string;
  readonly year: number;
  readonly kind: string;
  readonly cases: readonly string[];
}

/** A case number (案号) as its parts, and as people write it. */
export interface CaseNumber {
  readonly year: number;
  readonly kind: string;
  readonly number: number;
  readonly text: string;
}

const TYPE = 'numbering.v1.CaseNumberAssigned';

/** Case numbers, one document for each office, year and kind. */
export const numberingProjection: Projection<NumberingDocument> = {
  name: 'numbering',
  prefixes: ['numbering.'],
  types: [TYPE],
  fields: {},
  initial: () => ({ officeId: '', year: 0, kind: '', cases: [] }),
  apply: (document, event) => {
    const { officeId, year, kind, caseStream, number } = event.data as EventData[typeof TYPE];
    invariant(number === document.cases.length + 1, `number ${number} stands where ${document.cases.length + 1} belongs`);
    return { officeId, year, kind, cases: [...document.cases, caseStream] };
  },
  // Looked up by case, never listed.
  scopeOf: () => undefined,
};

/** Finds the number of a case. Fed with numbering documents as they become visible. */
export class CaseNumbers {
  private readonly byCase = new Map<string, { readonly officeId: string; readonly year: number; readonly kind: string; readonly number: number }>();
  private readonly seen = new Map<string, number>();

  constructor(private readonly directory: Pick<Directory, 'office'>) {}

  put(documents: readonly ViewDocument<NumberingDocument>[]): void {
    for (const { stream, document } of documents) {
      const { officeId, year, kind, cases } = document;
      for (let index = this.seen.get(stream) ?? 0; index < cases.length; index += 1) this.byCase.set(cases[index] as string, { officeId, year, kind, number: index + 1 });
      this.seen.set(stream, cases.length);
    }
  }

  /** `（2026）枫桥司法所人调字第12号`; undefined where the case has none yet. */
  of(caseStream: string): CaseNumber | undefined {
    const known = this.byCase.get(caseStream);
    if (!known) return undefined;
    const { officeId, year, kind, number } = known;
    const place = (this.directory.office(officeId)?.name ?? '').replace(/人民调解委员会$/, '调委会');
    return { year, kind, number, text: `（${year}）${place}${kind}字第${number}号` };
  }
}
