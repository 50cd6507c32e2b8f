export * from './adoption';
export * from './as-of';
export * from './duty/live-stream';
export * from './escalation/escalator';
export { isEscalated, ledgerProjection, type LedgerDocument } from './ledger';
export * from './policy-facts';
export * from './queries';
export * from './read-side';
