import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, serially, type PdfPrinter, type PrintedPdf } from '@fengqiao/platform';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge', 'msedge'];
const WITHIN_MS = 20_000;
/** Pages that wait or are being printed: each takes a browser's start, and whoever asks for more is told to come again. */
const MOST_AT_ONCE = 8;

export interface BrowserPrinterOptions {
  /** A browser by its path or its name; without it the usual names are looked for. */
  readonly browser?: string;
  /** Folders to look in, as PATH writes them. */
  readonly path?: string;
  readonly withinMs?: number;
  readonly mostAtOnce?: number;
  /** Told why a browser that is there made nothing; never with what was to be printed. */
  readonly onFailure?: (error: unknown) => void;
}

/** A printer that can be stopped. */
export interface BrowserPrinter extends PdfPrinter {
  /** Ends the browser that is printing, and prints no more; resolves when what it had written is gone. */
  close(): Promise<void>;
}

/**
 * Prints pages with a Chromium that this machine has. One page at a time, in a folder of its own that nobody else may read and that is
 * gone afterwards: what is printed names people.
 */
export function browserPrinter({ browser, path = process.env['PATH'] ?? '', withinMs = WITHIN_MS, mostAtOnce = MOST_AT_ONCE, onFailure }: BrowserPrinterOptions = {}): BrowserPrinter {
  const oneAtATime = serially();
  const closing = new AbortController();
  const asked = new Set<Promise<unknown>>();
  const printed = async (program: string, html: string): Promise<PrintedPdf> => {
    try {
      return { ok: true, pdf: await oneAtATime('page', () => printWith(program, html, withinMs, closing.signal)) };
    } catch (error) {
      if (!closing.signal.aborted) onFailure?.(error);
      return { ok: false, why: 'failed' };
    }
  };
  return {
    print: async (html): Promise<PrintedPdf> => {
      const program = findBrowser(browser, path);
      if (program === undefined) return { ok: false, why: 'noBrowser' };
      if (asked.size >= mostAtOnce) return { ok: false, why: 'busy' };
      const printing = printed(program, html);
      asked.add(printing);
      return printing.finally(() => asked.delete(printing));
    },
    close: async () => {
      closing.abort();
      await Promise.all(asked);
    },
  };
}

/** Refuses to start with a browser that is not there, instead of telling each who prints; throws ConfigError. */
export function checkBrowser(browser: string | undefined, path: string): void {
  if (browser === undefined || findBrowser(browser, path) !== undefined) return;
  throw new ConfigError('设置有误，未启动 / not started, settings are wrong:\n  FENGQIAO_BROWSER: 没有这个程序，须为浏览器程序的绝对路径，或 PATH 中的名称 / there is no such program; name a browser by its absolute path, or by its name on PATH');
}

/** The browser's path: the one named, or else the first of the usual names; undefined where there is none. */
export function findBrowser(browser: string | undefined, path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  const names = browser === undefined ? NAMES : [browser];
  return names.flatMap((name) => (isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name)))).find(isProgram);
}

async function printWith(program: string, html: string, withinMs: number, closing: AbortSignal): Promise<Buffer> {
  closing.throwIfAborted();
  const folder = await mkdtemp(join(tmpdir(), 'fengqiao-paper-'));
  try {
    const [page, pdf] = [join(folder, 'paper.html'), join(folder, 'paper.pdf')];
    await writeFile(page, html, { mode: 0o600 });
    await run(program, argumentsFor(folder, page, pdf), folder, withinMs, closing);
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

/**
 * Runs a program without a shell, with nothing of this process's environment but where programs lie; throws where it fails, takes too
 * long or is to close. What it started itself ends with it: a browser that is a script would leave the real one behind.
 */
function run(program: string, given: readonly string[], home: string, withinMs: number, closing: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const hasGroups = process.platform !== 'win32';
    const child = spawn(program, [...given], { stdio: 'ignore', windowsHide: true, detached: hasGroups, env: { PATH: process.env['PATH'], HOME: home, LANG: 'zh_CN.UTF-8' } });
    let stopped: string | undefined;
    const stop = (why: string): void => {
      stopped ??= why;
      endAll();
    };
    const close = (): void => stop('the process stopped');
    const timer = setTimeout(() => stop('no answer in time'), withinMs);
    closing.addEventListener('abort', close, { once: true });
    child.once('error', over).once('exit', (code, signal) => over(stopped ?? (code === 0 ? undefined : String(code ?? signal))));

    function over(fault: Error | string | undefined): void {
      clearTimeout(timer);
      closing.removeEventListener('abort', close);
      endAll();
      if (fault === undefined) resolve();
      else reject(new Error(`the browser ended with ${fault instanceof Error ? String((fault as NodeJS.ErrnoException).code) : fault}`));
    }
    function endAll(): void {
      try {
        if (hasGroups && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        else child.kill('SIGKILL');
      } catch {
        // Nothing of it is left.
      }
    }
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
