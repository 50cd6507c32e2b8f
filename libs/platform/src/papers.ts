import type { Instant, JsonObject, RecordedEvent } from '@fengqiao/kernel';
import type { Bilingual } from './aggregate';

/** From what the file of a case is made: its events, its number as people write it, and the present. */
export interface PaperSource<Look> {
  readonly events: readonly RecordedEvent[];
  /** Empty where it has none yet. */
  readonly caseNumber: string;
  readonly now: Instant;
  readonly look: Look;
}

/** One paper (文书) that a case can be printed as. */
export interface Paper {
  /** Path segment after `papers/`. */
  readonly code: string;
  readonly label: Bilingual;
  /** Why this case has nothing to print there; undefined where it has. */
  missing(file: JsonObject): Bilingual | undefined;
  /** A whole HTML document that needs nothing from outside. Pure; `file` is as its reader may see it. */
  render(file: JsonObject): string;
}

/** The papers of an aggregate: one file for all of them, sealed values still sealed; the platform opens them by role. */
export interface Papers<State, Look> {
  /** Undefined answers 404. */
  file(state: State, source: PaperSource<Look>): JsonObject | undefined;
  readonly all: readonly Paper[];
}

export type PrintedPdf = { readonly ok: true; readonly pdf: Buffer } | { readonly ok: false; readonly why: 'noBrowser' | 'failed' | 'busy' };

/** Turns a page into PDF, where this machine can. */
export interface PdfPrinter {
  print(html: string): Promise<PrintedPdf>;
}
