import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Options, transformFileSync } from '@swc/core';

/** A compiled copy of some projects that a child process can run without a build before it. */
export interface ChildCode {
  /** File to give to node for a source file of a project: `event-store`, `kill-runs/append-child`. */
  entry(project: string, source: string): string;
  remove(): void;
}

const ROOT = join(__dirname, '../../../..');
/** What a project has beside its code, and what is not to be seen from the copy. */
const NOT_LINKED = ['src', 'dist', 'package.json', 'node_modules'];

/** Compiles projects (all of them where none is named) to a folder under node_modules, from where dependencies resolve as they do for everybody. */
export function compileForChild(names?: readonly string[]): ChildCode {
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fengqiao-child-'));
  const options = { ...(JSON.parse(readFileSync(join(ROOT, '.config/swc.json'), 'utf8')) as Options), swcrc: false };
  const placeOf = (name: string) => join(folder, 'node_modules/@fengqiao', name);
  for (const { name, home } of projects().filter((project) => names?.includes(project.name) ?? true)) {
    const place = placeOf(name);
    const sources = join(home, 'src');
    mkdirSync(place, { recursive: true });
    for (const entry of readdirSync(home)) if (!NOT_LINKED.includes(entry)) symlinkSync(join(home, entry), join(place, entry));
    copyFileSync(join(home, 'package.json'), join(place, 'package.json'));
    for (const file of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|json)$/.test(file) || file.endsWith('.spec.ts')) continue;
      const output = join(place, 'dist', file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(output), { recursive: true });
      if (file.endsWith('.json')) copyFileSync(join(sources, file), output);
      else writeFileSync(output, transformFileSync(join(sources, file), options).code);
    }
  }
  return { entry: (name, source) => join(placeOf(name), 'dist', `${source}.js`), remove: () => rmSync(folder, { recursive: true }) };
}

function projects(): readonly { readonly name: string; readonly home: string }[] {
  const all = ['libs', 'services'].flatMap((group) => readdirSync(join(ROOT, group)).map((name) => ({ name, home: join(ROOT, group, name) })));
  return all.filter(({ home }) => existsSync(join(home, 'package.json')));
}
