export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly words: string;
  readonly because: string;
}
export function findings(file: string, text: string, documents: ReadonlySet<string>): readonly Finding[];
export function isProse(file: string): boolean;
