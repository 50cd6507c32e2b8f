import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serially, type PdfPrinter, type PrintedPdf } from '@fengqiao/platform';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'msedge'];
const WITHIN_MS = 20_000;

export interface BrowserPrinterOptions {
  /** A browser by its path or its name; without it the usual names are looked for. */
  readonly browser?: string;
  /** Folders to look in, as PATH writes them. */
  readonly path?: string;
  readonly withinMs?: number;
  /** Told why a browser that is there made nothing; never with what was to be printed. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * Prints pages with a Chromium that this machine has. One page at a time, in a folder of its own that nobody else may read and that is
 * gone afterwards: what is printed names people.
 */
export function browserPrinter({ browser, path = process.env['PATH'] ?? '', withinMs = WITHIN_MS, onFailure }: BrowserPrinterOptions = {}): PdfPrinter {
  const oneAtATime = serially();
  return {
    print: async (html): Promise<PrintedPdf> => {
      const program = findBrowser(browser, path);
      if (program === undefined) return { ok: false, why: 'noBrowser' };
      try {
        return { ok: true, pdf: await oneAtATime('page', () => printWith(program, html, withinMs)) };
      } catch (error) {
        onFailure?.(error);
        return { ok: false, why: 'failed' };
      }
    },
  };
}

/** The browser's path: the one named, or else the first of the usual names; undefined where there is none. */
export function findBrowser(browser: string | undefined, path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  const names = browser === undefined ? NAMES : [browser];
  return names.flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name)))).find(isProgram);
}

async function printWith(program: string, html: string, withinMs: number): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'fengqiao-paper-'));
  try {
    const [page, pdf] = [join(folder, 'paper.html'), join(folder, 'paper.pdf')];
    await writeFile(page, html, { mode: 0o600 });
    await run(program, argumentsFor(folder, page, pdf), folder, withinMs);
    const printed = await readFile(pdf);
    if (printed.subarray(0, 5).toString('latin1') !== '%PDF-') throw new Error('the browser wrote something that is no PDF');
    return printed;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function argumentsFor(folder: string, page: string, pdf: string): readonly string[] {
  return [
    '--headless', '--disable-gpu', '--no-first-run', '--no-default-browser-check', '--disable-extensions', '--disable-background-networking', '--disable-sync', '--disable-dev-shm-usage',
    // A browser does not build its sandbox for root; the page runs no script and loads nothing either way.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    `--user-data-dir=${join(folder, 'profile')}`, '--no-pdf-header-footer', `--print-to-pdf=${pdf}`, pathToFileURL(page).href,
  ];
}

/** Runs a program without a shell, with nothing of this process's environment but where programs lie; throws where it fails or takes too long. */
function run(program: string, given: readonly string[], home: string, withinMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { timeout: withinMs, killSignal: 'SIGKILL' as const, maxBuffer: 1 << 20, windowsHide: true, env: { PATH: process.env['PATH'], HOME: home, LANG: 'zh_CN.UTF-8' } };
    execFile(program, [...given], options, (error) => (error ? reject(new Error(`the browser ended with ${error.killed ? 'no answer in time' : String(error.code ?? error.signal)}`)) : resolve()));
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
