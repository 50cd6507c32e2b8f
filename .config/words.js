// The project speaks of itself alone: no path of one machine, no tracker's number, no document that is not in the tree.
// `node .config/words.js` reads every tracked file and names what it finds.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

/** The one helper that may say where real data lies beside the project. */
const SHARED_DATA_HELPER = 'libs/testing/src/shared-data.ts';

const WORDS = [
  { pattern: /(?<![\w.])\/(work|home|Users|root)\/\w/, because: 'a path of one machine: take the place as an argument or from the environment' },
  { pattern: /\bshared\//, except: (file, line) => file === SHARED_DATA_HELPER || line.includes('FENGQIAO_SHARED'), because: `real data is found by sharedData() of ${SHARED_DATA_HELPER}` },
  { pattern: /\b(Claude|Anthropic|OpenAI|ChatGPT|Copilot|LLMs?|language models?|sub-?agents?|(AI|coding) (agent|assistant)s?)\b/i, because: 'who typed a line says nothing about it' },
  { pattern: /\bAI\b/, because: 'who typed a line says nothing about it' },
  { pattern: /\b(issue|ticket|pull request|PR) ?#?\d+\b|\btickets?\b/i, except: (_file, line) => /https?:\/\//.test(line), because: 'a number in a tracker: say the reason itself' },
  { pattern: /\bdecisions? \d+/i, because: 'a number in a list elsewhere: name the ADR in docs/adr' },
  {
    pattern: /[\p{Script=Han}”》][,;:!?](?=[\p{Script=Han}“《])/u, except: (file) => /\.(spec|scenes)\.ts$/.test(file),
    because: 'Chinese text takes its own punctuation: ，；：！？',
  },
];
const DOCUMENT = /[\w-]+\.md\b/g;

/** What a text should not say: line number, words and the reason for each. `documents` are the names of the .md files there are. */
function findings(file, text, documents) {
  return text.split('\n').flatMap((line, index) => {
    const said = WORDS.filter(({ pattern, except }) => pattern.test(line) && !except?.(file, line))
      .map(({ pattern, because }) => ({ words: pattern.exec(line)[0], because }));
    const missing = (line.match(DOCUMENT) ?? []).filter((name) => !documents.has(name))
      .map((words) => ({ words, because: 'there is no such document in the tree' }));
    return [...said, ...missing].map((each) => ({ file, line: index + 1, ...each }));
  });
}

/** Files that are the project's own words: not locks, images of contracts or data tables. */
function isProse(file) {
  return !/(^|\/)(package-lock\.json|LICENSE)$|\.(binpb|png|jpg|ico|csv)$/.test(file) && !/^\.config\/words(\.spec)?\.[jt]s$/.test(file);
}

function trackedFiles(root) {
  try {
    return execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 }).split('\0').filter(Boolean);
  } catch {
    // An unpacked archive has no git: everything is the project's but what tools make.
    return fs.readdirSync(root, { recursive: true })
      .filter((file) => !/(^|\/)(node_modules|dist|\.git|\.nx|data)(\/|$)/.test(file) && fs.statSync(path.join(root, file)).isFile());
  }
}

function main() {
  const root = path.join(__dirname, '..');
  const files = trackedFiles(root).filter((file) => fs.existsSync(path.join(root, file)));
  const documents = new Set(files.filter((file) => file.endsWith('.md')).map((file) => path.basename(file)));
  const found = files.filter(isProse).flatMap((file) => findings(file, fs.readFileSync(path.join(root, file), 'utf8'), documents));
  for (const { file, line, words, because } of found) console.log(`${file}:${line}: ${JSON.stringify(words)}: ${because}`);
  console.log(`${files.length} files read, ${found.length} found`);
  process.exitCode = found.length === 0 && files.length > 0 ? 0 : 1;
}

module.exports = { findings, isProse };
if (require.main === module) main();
