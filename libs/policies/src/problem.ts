/** One thing that is wrong in a pack file, with its place: a line of Chinese, the same in English. */
export interface PackProblem {
  readonly file: string;
  /** 1 for the first line. */
  readonly line: number;
  /** Stable and upper-case: `UNKNOWN_WORD`. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** `cn-national.yaml:12 未知词语“startt” · unknown word "startt"`: one line for one problem. */
export function formatProblem(problem: PackProblem): string {
  return `${problem.file}:${problem.line} ${problem.zh} · ${problem.en}`.replaceAll('\n', ' ');
}

/** Collects the problems of a file in the order in which they were met. */
export interface Reporter {
  report(line: number, code: string, zh: string, en: string): void;
}

/** A reporter that adds to a list. */
export function reporterFor(file: string, problems: PackProblem[]): Reporter {
  return { report: (line, code, zh, en) => void problems.push({ file, line, code, zh, en }) };
}
