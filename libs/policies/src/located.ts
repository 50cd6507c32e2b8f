import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node } from 'yaml';
import type { Reporter } from './problem';

/** A YAML value that remembers its line. `source` is the text as written, so that version 2026.10 does not become 2026.1. */
export type Located =
  | { readonly kind: 'scalar'; readonly line: number; readonly value: unknown; readonly source: string }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly Located[] }
  | { readonly kind: 'map'; readonly line: number; readonly entries: ReadonlyMap<string, Entry> };

export interface Entry {
  /** Line of the word itself. */
  readonly line: number;
  readonly value: Located;
}

export type LocatedMap = Extract<Located, { kind: 'map' }>;

/** Reads every document of a YAML text; what is no YAML is reported and left out. */
export function readYaml(text: string, reporter: Reporter): Located[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const read: Located[] = [];
  for (const document of documents as Document.Parsed[]) {
    // What follows the first error of a document is its consequence.
    for (const error of document.errors.slice(0, 1)) {
      reporter.report(lines.linePos(error.pos[0]).line, 'NO_YAML', `不是有效的 YAML(${error.message})`, `not valid YAML (${error.message})`);
    }
    if (document.errors.length === 0 && document.contents) read.push(locate(document.contents, document, lines));
  }
  return read;
}

function locate(node: unknown, document: Document.Parsed, lines: LineCounter): Located {
  if (isAlias(node)) return locate(node.resolve(document), document, lines);
  const line = lineOf(node, lines);
  if (isSeq(node)) return { kind: 'list', line, items: node.items.map((item) => locate(item, document, lines)) };
  if (isMap(node)) {
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const word = isScalar(key) ? String(key.value) : String(key);
      entries.set(word, { line: lineOf(key, lines), value: value === null ? nothing(lineOf(key, lines)) : locate(value, document, lines) });
    }
    return { kind: 'map', line, entries };
  }
  if (isScalar(node)) return { kind: 'scalar', line, value: node.value, source: node.source ?? String(node.value) };
  return nothing(line);
}

function nothing(line: number): Located {
  return { kind: 'scalar', line, value: null, source: '' };
}

function lineOf(node: unknown, lines: LineCounter): number {
  const start = (node as Node | null)?.range?.[0];
  return start === undefined ? 1 : lines.linePos(start).line;
}
