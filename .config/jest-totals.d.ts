interface Counts {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}
declare class TotalsReporter {
  constructor(globalConfig: { readonly testNamePattern?: string });
  onRunComplete(contexts: Set<unknown>, results: Counts): void;
  getLastError(): Error | undefined;
}
export = TotalsReporter;
