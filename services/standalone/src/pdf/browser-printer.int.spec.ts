import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { browserPrinter, checkBrowser, findBrowser } from './browser-printer';

/* What stands in for a browser is a small program, so that these hold on a machine without one. */

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'fengqiao-browser-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that sees the page in `page`, the PDF's path in `pdf` and its arguments in `given`. */
const program = (script: string, name = 'chromium'): string => {
  const file = join(folder, name);
  const head = `#!${process.execPath}\nconst fs = require('node:fs');\nconst given = process.argv.slice(2);\nconst pdf = given.find((each) => each.startsWith('--print-to-pdf=')).slice(15);\nconst page = require('node:url').fileURLToPath(given.at(-1));\n`;
  writeFileSync(file, `${head}${script}\n`);
  chmodSync(file, 0o755);
  return file;
};
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // What was ended and not yet buried is no more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
const until = async (holds: () => boolean): Promise<void> => {
  for (const patience = AbortSignal.timeout(10_000); !holds(); await new Promise((resolve) => setImmediate(resolve))) patience.throwIfAborted();
};
const noted = () => readFileSync(join(folder, 'noted'), 'utf8');
const note = (what: string) => `fs.writeFileSync(${JSON.stringify(join(folder, 'noted'))}, ${what});`;

describe('a page is printed', () => {
  it('by the browser that is there, and the page is gone afterwards', async () => {
    const browser = program(`${note('page')} fs.writeFileSync(pdf, '%PDF-1.4 ' + fs.readFileSync(page, 'utf8'));`);
    const printed = await browserPrinter({ browser }).print('<p>协议</p>');
    expect(printed.ok && printed.pdf.toString('utf8')).toBe('%PDF-1.4 <p>协议</p>');
    expect(noted()).toContain('fengqiao-paper-');
    expect(existsSync(noted())).toBe(false);
  });

  it('in a folder that nobody else may read, without a shell, with nothing of our environment', async () => {
    process.env['FENGQIAO_TEST_ONLY'] = 'secret';
    const browser = program(`${note("JSON.stringify({ folder: fs.statSync(require('node:path').dirname(page)).mode & 0o777, page: fs.statSync(page).mode & 0o777, env: Object.keys(process.env), given })")} fs.writeFileSync(pdf, '%PDF-1.4');`);
    await browserPrinter({ browser }).print('$(touch x)');
    delete process.env['FENGQIAO_TEST_ONLY'];
    const seen = JSON.parse(noted()) as { folder: number; page: number; env: string[]; given: string[] };
    expect([seen.folder, seen.page]).toEqual([0o700, 0o600]);
    expect(seen.env.filter((name) => name.startsWith('FENGQIAO'))).toEqual([]);
    expect(seen.given).toEqual(expect.arrayContaining(['--headless', '--no-pdf-header-footer']));
    expect(seen.given.includes('--no-sandbox')).toBe(process.getuid?.() === 0);
  });

  it('not where there is no browser, or the one named is not there', async () => {
    expect(await browserPrinter({ path: folder }).print('x')).toEqual({ ok: false, why: 'noBrowser' });
    program("fs.writeFileSync(pdf, '%PDF-1.4');");
    expect(await browserPrinter({ browser: join(folder, 'gone'), path: folder }).print('x')).toEqual({ ok: false, why: 'noBrowser' });
  });

  it.each([
    ['fails', 'process.exit(3);', 'ended with 3'],
    ['writes nothing', '', 'ENOENT'],
    ['writes something else', "fs.writeFileSync(pdf, 'hello');", 'no PDF'],
    ['does not come to an end', 'setInterval(() => undefined, 1_000);', 'no answer in time'],
  ])('not by a browser that %s: it is told, without what was to be printed', async (_what, script, told) => {
    const failures: string[] = [];
    const printer = browserPrinter({ browser: program(script), withinMs: 1_500, onFailure: (error) => void failures.push(String(error)) });
    expect(await printer.print('<p>张某</p>')).toEqual({ ok: false, why: 'failed' });
    expect(failures).toEqual([expect.stringContaining(told)]);
    expect(failures.join()).not.toContain('张某');
  });
});

describe('more pages than one', () => {
  it('are printed one after another, and whoever asks for more than may wait is told so at once', async () => {
    const browser = program("fs.writeFileSync(pdf, '%PDF-1.4 ' + fs.readFileSync(page, 'utf8'));");
    const printer = browserPrinter({ browser, mostAtOnce: 3 });
    const asked = ['1', '2', '3', '4', '5'].map((text) => printer.print(text));
    expect((await Promise.all(asked)).map((printed) => (printed.ok ? printed.pdf.toString('utf8') : printed.why))).toEqual(['%PDF-1.4 1', '%PDF-1.4 2', '%PDF-1.4 3', 'busy', 'busy']);
    expect((await printer.print('6')).ok).toBe(true);
  });

  it('end with the process: the browser, what waits for it, and the page on disk', async () => {
    const failures: unknown[] = [];
    const browser = program(`${note('JSON.stringify([process.pid, page])')} setInterval(() => undefined, 1_000);`);
    const printer = browserPrinter({ browser, onFailure: (error) => void failures.push(error) });
    const asked = [printer.print('张某'), printer.print('李某')];
    await until(() => existsSync(join(folder, 'noted')) && noted().endsWith(']'));
    const [pid, page] = JSON.parse(noted()) as [number, string];
    expect(existsSync(page)).toBe(true);
    await printer.close();
    expect(existsSync(page)).toBe(false);
    expect(isAlive(pid)).toBe(false);
    expect(await Promise.all([...asked, printer.print('王某')])).toEqual([1, 2, 3].map(() => ({ ok: false, why: 'failed' })));
    expect(failures).toEqual([]);
  });

  it('leave nothing behind that a browser started which took too long', async () => {
    const browser = program(`const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' }); ${note('JSON.stringify([pid])')} setInterval(() => undefined, 1_000);`);
    expect(await browserPrinter({ browser, withinMs: 1_500 }).print('x')).toEqual({ ok: false, why: 'failed' });
    const [pid] = JSON.parse(noted()) as [number];
    await until(() => !isAlive(pid));
  }, 20_000);
});

describe('the browser', () => {
  it('that is named must be there, or nothing starts', () => {
    const mine = program('', 'my-browser');
    for (const [named, path] of [[undefined, ''], [mine, ''], ['my-browser', folder]] as const) expect(() => checkBrowser(named, path)).not.toThrow();
    for (const named of [join(folder, 'gone'), 'gone', folder]) expect(() => checkBrowser(named, folder)).toThrow(/^设置有误，未启动[^]*FENGQIAO_BROWSER: 没有这个程序[^]*no such program/);
  });

  it('is the first of the usual names in the first folder that has it, and a program', () => {
    const chrome = program('', 'google-chrome');
    expect(findBrowser(undefined, ['relative', '/nowhere', folder].join(delimiter))).toBe(chrome);
    const chromium = program('', 'chromium');
    expect(findBrowser(undefined, folder)).toBe(chromium);
    chmodSync(chromium, 0o644);
    expect(findBrowser(undefined, folder)).toBe(chrome);
  });

  it('may be named by its path or its name', () => {
    const mine = program('', 'my-browser');
    expect([findBrowser(mine, ''), findBrowser('my-browser', folder), findBrowser('other', folder)]).toEqual([mine, mine, undefined]);
  });
});
