// Lints every fixture as if it stood where its first line says, and prints what each expected and what was reported, as JSON.
// A process of its own, because ESLint imports its configuration and Jest cannot.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(import.meta.dirname, 'fixtures');
const eslint = new ESLint({ cwd: root, overrideConfigFile: path.join(root, '.config/eslint.config.mjs') });

const results = [];
for (const fixture of readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.ts')).sort()) {
  const text = readFileSync(path.join(folder, fixture), 'utf8');
  const place = /^\/\/ as: (.+)$/m.exec(text)?.[1] ?? fixture;
  // What a fixture says about itself is not part of what is linted.
  const code = text.replace(/^\/\/ (as:|refused by) .*$/gm, '');
  const [result] = await eslint.lintText(code, { filePath: path.join(root, place) });
  results.push({
    fixture,
    place,
    expected: [...text.matchAll(/^\/\/ refused by (.+)$/gm)].map((match) => match[1]),
    reported: result.messages.map(({ ruleId, message }) => `${ruleId ?? 'eslint'}: ${message.split('\n')[0]}`),
  });
}
process.stdout.write(JSON.stringify(results));
