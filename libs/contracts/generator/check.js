// Guards the published language: lint, no breaking change against the baseline, and the committed code is what proto/ generates.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.join(__dirname, '../../..');
const GENERATED = 'libs/contracts/src/gen';

/** Runs buf from the project's root; the tools it starts come from this project's node_modules. */
function buf(...args) {
  const bin = path.join(root, 'node_modules/.bin');
  const { status, stdout, stderr, error } = spawnSync(path.join(bin, 'buf'), args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}` },
  });
  return { ok: status === 0, text: `${stdout ?? ''}${stderr ?? ''}${error ? error.message : ''}`.trim() };
}

/** Generates into a folder of its own and returns where the code then lies. */
function generateInto(folder) {
  const result = buf('generate', 'proto', '--template', 'proto/buf.gen.yaml', '-o', folder);
  if (!result.ok) throw new Error(result.text);
  return path.join(folder, GENERATED);
}

/** Names, relative to the folders, of files that only one of them has or that differ. */
function differences(one, other) {
  const names = [...new Set([...filesOf(one), ...filesOf(other)])].sort();
  return names.filter((name) => textOf(one, name) !== textOf(other, name));
}

function filesOf(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { recursive: true }).filter((name) => fs.statSync(path.join(folder, name)).isFile());
}

function textOf(folder, name) {
  const file = path.join(folder, name);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

function generatedIsCurrent() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fengqiao-gen-'));
  try {
    const stale = differences(path.join(root, GENERATED), generateInto(folder));
    return { ok: stale.length === 0, text: stale.map((name) => `${GENERATED}/${name}`).join('\n') };
  } catch (error) {
    return { ok: false, text: error.message };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const CHECKS = [
  ['proto 不合规范 / proto breaks the style rules', () => buf('lint', 'proto')],
  ['proto 有破坏性变更 / proto breaks what is already stored or sent', () => buf('breaking', 'proto', '--against', 'proto/baseline.binpb')],
  ['生成的代码已过期，请运行 npm run proto:generate / generated code is stale, run npm run proto:generate', generatedIsCurrent],
];

/** Runs every check and returns one line (and its details) for each that failed. */
function check() {
  return CHECKS.map(([line, run]) => ({ line, ...run() }))
    .filter(({ ok }) => !ok)
    .map(({ line, text }) => `${line}:\n${text}`);
}

if (require.main === module) {
  const failures = check();
  for (const failure of failures) console.error(failure);
  if (failures.length === 0) console.error('proto: lint, breaking and generated code are fine');
  process.exitCode = failures.length === 0 ? 0 : 1;
}

module.exports = { buf, generateInto, differences, check };
