import * as path from 'node:path';
import * as ts from 'typescript';

const FILE = path.join(__dirname, 'question-under-test.ts');
const CONFIG = path.join(__dirname, '../../../.config/tsconfig.json');

/** What the compiler says of a query, as `code message`; only the file under test and the port are looked at. */
function complaintsOf(question: string): string[] {
  const text = `import type { Scope, ViewQuery } from './port';\ndeclare const scope: Scope;\nexport const query: ViewQuery = ${question};\nexport const used = scope;\n`;
  const { config } = ts.readConfigFile(CONFIG, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [FILE] }, ts.sys, path.dirname(CONFIG));
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) => (path.resolve(name) === FILE ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest));
  host.fileExists = (name) => path.resolve(name) === FILE || ts.sys.fileExists(name);
  const program = ts.createProgram([FILE], { ...options, incremental: false, tsBuildInfoFile: undefined, types: [] }, host);
  const file = program.getSourceFile(FILE);
  return program.getSemanticDiagnostics(file).map(({ code, messageText }) => `${code} ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

// The compiler reads its own library first, which takes seconds on a busy machine.
jest.setTimeout(60_000);

describe('a query', () => {
  it('compiles with a scope', () => {
    expect(complaintsOf('{ scope, where: [], limit: 50, facets: [] }')).toEqual([]);
  });

  it('does not compile without a scope', () => {
    expect(complaintsOf('{ where: [], limit: 50, facets: [] }')).toEqual([expect.stringContaining("Property 'scope' is missing")]);
  });

  it('does not compile with a scope that somebody made up', () => {
    expect(complaintsOf("{ scope: { divisionPrefix: '', offices: [] }, where: [], limit: 50, facets: [] }")).toEqual([expect.stringContaining("Property '__scope' is missing")]);
    expect(complaintsOf('{ scope: undefined, where: [], limit: 50, facets: [] }')).toEqual([expect.stringMatching(/^2322 /)]);
  });
});
