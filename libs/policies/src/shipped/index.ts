import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackText } from '../read-pack';

const FOLDER = join(__dirname, '..', '..', 'packs');
const PERIODS = join(__dirname, '..', '..', 'periods');

/** The texts of the packs that ship, or of the pack files in another folder, sorted by name. For hosts and tests: the engine reads the log. */
export function packTexts(folder: string = FOLDER): readonly PackText[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

/** The texts of the lists of statutory periods that ship, sorted by name. For hosts and tests. */
export function periodTexts(): readonly PackText[] {
  return packTexts(PERIODS);
}
