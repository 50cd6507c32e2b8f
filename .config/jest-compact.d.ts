interface Suite {
  readonly testFilePath: string;
  readonly perfStats: { readonly start: number; readonly end: number };
  readonly numPassingTests: number;
  readonly failureMessage: string;
}
declare class CompactReporter {
  constructor(globalConfig: { readonly rootDir: string }, options: object, context: { readonly write: (text: string) => void });
  onTestResult(test: object, result: Suite): void;
}
export = CompactReporter;
