// Compiles every workspace (libs/*/src, services/*/src) to its own dist/ with swc in one process; unchanged files are skipped.
const fs = require('node:fs');
const path = require('node:path');
const swc = require('@swc/core');

const root = path.join(__dirname, '..');
const options = { ...JSON.parse(fs.readFileSync(path.join(__dirname, 'swc.json'), 'utf8')), swcrc: false, sourceMaps: true };
const started = performance.now();
let compiled = 0;

for (const group of ['libs', 'services']) {
  for (const project of fs.readdirSync(path.join(root, group))) {
    const src = path.join(root, group, project, 'src');
    const dist = path.join(root, group, project, 'dist');
    if (!fs.existsSync(src)) continue;
    for (const file of fs.readdirSync(src, { recursive: true })) {
      const input = path.join(src, file);
      if (/\.(json|ya?ml|css|html|svg)$/.test(file)) copyIfNewer(input, path.join(dist, file));
      if (!/\.tsx?$/.test(file) || /\.(spec|scenes|d)\.ts$/.test(file)) continue;
      const output = path.join(dist, file.replace(/\.tsx?$/, '.js'));
      if (isCurrent(input, output)) continue;
      const { code, map } = swc.transformFileSync(input, { ...options, filename: input });
      fs.mkdirSync(path.dirname(output), { recursive: true });
      fs.writeFileSync(`${output}.map`, map);
      fs.writeFileSync(output, `${code}\n//# sourceMappingURL=${path.basename(output)}.map\n`);
      compiled += 1;
    }
  }
}
console.error(`built ${compiled} files in ${Math.round(performance.now() - started)} ms`);

function isCurrent(input, output) {
  return fs.existsSync(output) && fs.statSync(output).mtimeMs > fs.statSync(input).mtimeMs;
}

function copyIfNewer(input, output) {
  if (isCurrent(input, output)) return;
  fs.mkdirSync(path.dirname(output), { recursive: true });
  fs.copyFileSync(input, output);
}
