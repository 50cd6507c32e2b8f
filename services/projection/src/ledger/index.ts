export * from './document';
export * from './ledger';
export { isEscalated } from './reports';
