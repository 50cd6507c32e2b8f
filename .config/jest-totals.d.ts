interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}
declare class TotalsReporter {
  constructor(globalConfig: { readonly testNamePattern?: string }, options: object, context: { readonly write: (text: string) => void });
  onRunComplete(contexts: Set<unknown>, results: Counts): void;
  getLastError(): Error | undefined;
}
export = TotalsReporter;
