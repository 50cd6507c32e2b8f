import { existsSync } from 'node:fs';
import { join } from 'node:path';

const PROJECT_ROOT = join(__dirname, '..', '..', '..');

/**
 * Path of a file of real data (`deadlines/vectors.csv`), in the folder `FENGQIAO_SHARED` or in `../shared` beside the project's root.
 * Throws where it is absent: a test that needs real data fails rather than passes without.
 */
export function sharedData(path: string): string {
  const folder = process.env['FENGQIAO_SHARED'] ?? join(PROJECT_ROOT, '..', 'shared');
  const file = [join(folder, 'data', path), join(folder, path)].find((candidate) => existsSync(candidate));
  if (file === undefined) {
    throw new Error(`no file ${path} in ${folder}: set FENGQIAO_SHARED to the folder that holds the real data (data/${path})`);
  }
  return file;
}
