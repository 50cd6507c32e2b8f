export * from './document';
export * from './ledger';
export { isSuspended } from './alongside';
export { isEscalated } from './reports';
