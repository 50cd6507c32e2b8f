import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Options, transformFileSync } from '@swc/core';

/** A compiled copy of some libraries that a child process can run without a build before it. */
export interface ChildCode {
  /** File to give to node for a source file of a library: `event-store`, `kill-runs/append-child`. */
  entry(library: string, source: string): string;
  remove(): void;
}

const ROOT = join(__dirname, '../../../..');

/** Compiles libraries to a folder under node_modules, from where their own dependencies resolve as they do for everybody. */
export function compileForChild(libraries: readonly string[]): ChildCode {
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fengqiao-child-'));
  const options = { ...(JSON.parse(readFileSync(join(ROOT, '.config/swc.json'), 'utf8')) as Options), swcrc: false };
  const placeOf = (library: string) => join(folder, 'node_modules/@fengqiao', library);
  for (const library of libraries) {
    const sources = join(ROOT, 'libs', library, 'src');
    for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.spec.ts')) continue;
      const output = join(placeOf(library), file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(output), { recursive: true });
      writeFileSync(output, transformFileSync(join(sources, file), options).code);
    }
  }
  return { entry: (library, source) => join(placeOf(library), `${source}.js`), remove: () => rmSync(folder, { recursive: true }) };
}
