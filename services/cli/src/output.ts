import Table from 'cli-table3';
import type { Json } from '@fengqiao/kernel';

export type Format = 'table' | 'json';

/** Where a command writes: results on stdout, everything else on stderr. */
export interface Output {
  readonly format: Format;
  json(value: Json): void;
  table(head: readonly string[], rows: readonly (readonly string[])[]): void;
  text(line: string): void;
  note(line: string): void;
}

export function output(format: Format, stdout: (text: string) => void = (text) => void process.stdout.write(text), stderr: (text: string) => void = (text) => void process.stderr.write(text)): Output {
  return {
    format,
    json: (value) => stdout(`${JSON.stringify(value, null, 2)}\n`),
    table: (head, rows) => {
      const table = new Table({ head: [...head], style: { head: [], border: [], compact: true }, wordWrap: true });
      table.push(...rows.map((row) => [...row]));
      stdout(`${table.toString()}\n`);
    },
    text: (line) => stdout(`${line}\n`),
    note: (line) => stderr(`${line}\n`),
  };
}
